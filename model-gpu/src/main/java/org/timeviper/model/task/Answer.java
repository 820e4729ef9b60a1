package org.timeviper.model.task;

/**
 * An answer to a question.
 *
 * @param text the model's words
 * @param shown whether the model says that it sees what is asked about
 * @param confidence the model's, 0 to 1
 */
public record Answer(String text, boolean shown, double confidence) {}
