package org.timeviper.indexer.library;

import java.util.List;

/**
 * A page of jobs.
 *
 * @param jobs newest first
 * @param total how many there are in all
 */
public record JobPage(List<Job> jobs, long total) {}
