package org.timeviper.model.decoder;

/**
 * A whole prompt that has been read.
 *
 * @param state what decode steps go on from; the caller closes it
 * @param logits for the first generated token, one a token id
 */
public record Prefilled(DecoderState state, float[] logits) implements AutoCloseable {
    @Override
    public void close() {
        state.close();
    }
}
