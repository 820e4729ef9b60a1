package org.timeviper.model.task;

/**
 * A chosen option.
 *
 * @param index its place among the options, from 0; −1 when the model's words name none
 * @param text the model's own words
 * @param confidence the model's, 0 to 1
 * @param unsure whether that is less than the model needs to be taken at its word
 */
public record Choice(int index, String text, double confidence, boolean unsure) {}
