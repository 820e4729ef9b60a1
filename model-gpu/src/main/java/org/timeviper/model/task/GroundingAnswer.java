package org.timeviper.model.task;

import java.util.Optional;

/**
 * Where a description is seen.
 *
 * @param span when; empty when the model does not see it
 * @param confidence the model's, 0 to 1
 * @param text the model's own words
 */
public record GroundingAnswer(Optional<Span> span, double confidence, String text) {}
