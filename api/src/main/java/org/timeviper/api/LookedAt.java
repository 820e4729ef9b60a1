package org.timeviper.api;

/**
 * A stretch of film that an answer looked at more than at the rest.
 *
 * @param start first second
 * @param end last second
 * @param share its share of what those layers look at of the film, 0 to 1
 * @param peak second of the frame that is looked at most
 * @param thumbnail path of that picture; null for a film that is in no library
 * @param play path that plays the stretch; null for a film that is in no library
 */
public record LookedAt(double start, double end, double share, double peak, String thumbnail, String play) {}
