package org.timeviper.model.task;

/**
 * A question that was asked before, and its answer.
 *
 * @param question the question
 * @param answer what was answered
 */
public record Exchange(String question, String answer) {}
