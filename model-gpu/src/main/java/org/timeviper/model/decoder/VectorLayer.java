package org.timeviper.model.decoder;

/**
 * What a {@link Layer} does with the next token of one sequence, or of each of several, on the processor without the engine. What becomes of a sequence does not depend on the others. Immutable; what changes is in
 * the states.
 */
sealed interface VectorLayer permits VectorMamba, VectorAttention, VectorFeedForward {

    /**
     * Works on the next token of every sequence.
     *
     * @param x normalised streams (sequences, hidden)
     * @param streams (sequences, hidden), to which the result is added
     * @param states of the sequences so far; go on by the token
     */
    void addTo(float[] streams, float[] x, StatesInPlace states);
}
