package org.timeviper.model.decoder;

/**
 * A whole prompt that has been read, and perhaps some words of an answer behind it.
 *
 * @param state what decode steps go on from; the caller closes it
 * @param logits for the next token, one a token id
 */
public record Prefilled(DecoderState state, float[] logits) implements AutoCloseable {
    @Override
    public void close() {
        state.close();
    }
}
