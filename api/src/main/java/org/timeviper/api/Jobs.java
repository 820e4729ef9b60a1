package org.timeviper.api;

import java.util.List;

/**
 * A page of jobs.
 *
 * @param jobs newest first
 * @param total how many there are in all
 */
public record Jobs(List<JobView> jobs, long total) {}
