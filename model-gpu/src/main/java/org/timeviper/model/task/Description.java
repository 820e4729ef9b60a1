package org.timeviper.model.task;

/**
 * A description of a clip.
 *
 * @param confidence the model's, 0 to 1
 * @param unsure whether that is less than the model needs to be taken at its word; see {@link VideoTasks#look}
 */
public record Description(String text, double confidence, boolean unsure) {}
