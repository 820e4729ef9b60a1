package org.timeviper.model.task;

import java.util.Optional;

/**
 * Where a description is seen.
 *
 * @param guess when, sure or not; empty when the model says that it does not see it. What may be passed on is {@link #span}
 * @param confidence the model's, 0 to 1
 * @param unsure whether that is less than the model needs to be taken at its word
 * @param text the model's own words
 */
public record GroundingAnswer(Optional<Span> guess, double confidence, boolean unsure, String text) {

    /** When it is seen; empty when the model does not see it, or is not sure. */
    public Optional<Span> span() {
        return guess.filter(span -> !unsure);
    }
}
