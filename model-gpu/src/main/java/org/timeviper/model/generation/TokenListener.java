package org.timeviper.model.generation;

/** Hears an answer as it is generated. */
@FunctionalInterface
public interface TokenListener {
    /** @param piece the next piece of text, whole characters only; never empty */
    void onText(String piece);

    /** One that hears nothing. */
    static TokenListener none() {
        return piece -> {};
    }
}
