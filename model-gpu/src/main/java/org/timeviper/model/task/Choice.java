package org.timeviper.model.task;

/**
 * A chosen option.
 *
 * @param index its place among the options, from 0; −1 when the model's words name none
 * @param text the model's own words
 * @param confidence the model's, 0 to 1
 */
public record Choice(int index, String text, double confidence) {}
