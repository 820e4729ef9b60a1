package org.timeviper.model.task;

import org.timeviper.model.explain.Explanation;

/**
 * An answer, and what it looked at.
 *
 * @param answer what the model said
 * @param explanation which frames and which text it weighed
 */
public record ExplainedAnswer(Answer answer, Explanation explanation) {}
