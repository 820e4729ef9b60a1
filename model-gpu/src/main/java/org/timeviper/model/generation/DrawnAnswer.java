package org.timeviper.model.generation;

/**
 * One of the answers that were drawn.
 *
 * @param text without a stop token
 * @param draws how often it was drawn, at least once
 * @param probability that the model gives to its tokens, the stop token included, 0 to 1
 */
public record DrawnAnswer(String text, int draws, double probability) {}
