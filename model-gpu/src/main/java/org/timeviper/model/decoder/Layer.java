package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import org.timeviper.model.tensor.Workspace;

/** The mixer of one layer: what stands between its norm and the addition to the stream. Immutable; what changes is in the state. */
sealed interface Layer permits MambaLayer, AttentionLayer, FeedForward {

    /**
     * Works on the next tokens of a sequence, many (prefill) or one (decode step).
     *
     * @param workspace owns the result
     * @param x normalised stream, (tokens, hidden)
     * @param state of the sequence so far; goes on by these tokens
     * @return what is to be added to the stream, same shape, compute precision
     */
    NDArray forward(Workspace workspace, NDArray x, DecoderState state);
}
