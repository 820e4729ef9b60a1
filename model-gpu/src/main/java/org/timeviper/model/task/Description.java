package org.timeviper.model.task;

/**
 * A description of a clip.
 *
 * @param confidence the model's, 0 to 1
 */
public record Description(String text, double confidence) {}
