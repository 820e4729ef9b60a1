package org.timeviper.model.explain;

/**
 * A stretch of film that an answer looked at.
 *
 * @param start first second
 * @param end last second
 * @param share of all that it looked at, 0 to 1
 * @param peak second of the frame that it looked at most
 */
public record Glance(double start, double end, double share, double peak) {}
