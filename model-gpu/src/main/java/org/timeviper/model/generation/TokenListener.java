package org.timeviper.model.generation;

/**
 * Hears an answer as it is generated. All pieces together are the text of the {@link Generation}: nothing is ever taken back, for what
 * may turn out to be a mere repetition is told when it is known that it is not.
 */
@FunctionalInterface
public interface TokenListener {
    /** @param piece the next piece of text, whole characters only; never empty */
    void onText(String piece);

    /** One that hears nothing. */
    static TokenListener none() {
        return piece -> {};
    }
}
