package org.timeviper.api;

/**
 * What one span of footage says to a question.
 *
 * @param text the model's words, or the sentence that it can't see that
 * @param shown whether the model sees what is asked about
 * @param confidence 0 to 1
 * @param citation where it rests
 */
public record AnswerPart(String text, boolean shown, double confidence, Citation citation) {}
