package org.timeviper.api;

import java.util.List;

/**
 * A whole answer.
 *
 * @param question the question
 * @param answer the answer in one text
 * @param shown whether any part of the footage shows what is asked about
 * @param parts the parts, each with its citation, best first
 */
public record AskResult(String question, String answer, boolean shown, List<AnswerPart> parts) {}
