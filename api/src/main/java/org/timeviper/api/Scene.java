package org.timeviper.api;

/**
 * A described stretch of a video, as a person or a program reads it.
 *
 * @param start first second
 * @param end last second
 * @param caption what is seen
 * @param kind {@code scene} (a shot's detailed caption) or {@code event} (a grounded event within it)
 * @param thumbnail path of a picture from it
 * @param confidence the model's confidence in the caption, 0 to 1
 */
public record Scene(double start, double end, String caption, String kind, String thumbnail, double confidence) {}
