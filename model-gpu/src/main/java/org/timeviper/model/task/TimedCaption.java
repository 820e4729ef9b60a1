package org.timeviper.model.task;

/**
 * An event and when it is seen.
 *
 * @param span when, in seconds of the film
 * @param text what
 * @param confidence the model's, 0 to 1
 * @param unsure whether that is less than the model needs to be taken at its word
 */
public record TimedCaption(Span span, String text, double confidence, boolean unsure) {

    /** @return the same, of which the model is not to be taken at its word */
    TimedCaption doubted() {
        return new TimedCaption(span, text, confidence, true);
    }

    /** @return whether another says the same, of nearly the same time */
    boolean repeats(TimedCaption other) {
        return text.equalsIgnoreCase(other.text) && span.overlap(other.span) > 0.5;
    }
}
