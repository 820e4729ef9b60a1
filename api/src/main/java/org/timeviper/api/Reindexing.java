package org.timeviper.api;

import java.util.List;

/**
 * What has been queued to be indexed again.
 *
 * @param jobs the jobs, a video each, those that came first first
 * @param left how many more videos are to be queued
 */
public record Reindexing(List<JobView> jobs, long left) {}
