package org.timeviper.model.decoder;

/** What a {@link Layer} does with one token of one sequence, on the processor without the engine. Immutable; what changes is in the state. */
sealed interface VectorLayer permits VectorMamba, VectorAttention, VectorFeedForward {

    /**
     * Works on the next token of a sequence.
     *
     * @param x its normalised stream (hidden)
     * @param stream (hidden), to which the result is added
     * @param state of the sequence so far; goes on by the token
     */
    void addTo(float[] stream, float[] x, DecoderState state);
}
