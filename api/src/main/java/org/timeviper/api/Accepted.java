package org.timeviper.api;

/**
 * What a client gets for a video it has handed in: the video as stored and the job that indexes it.
 *
 * @param video the video
 * @param job the job
 */
public record Accepted(VideoView video, JobView job) {}
