package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vector.Crew;

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

    /**
     * Works on the next tokens of several sequences: linear maps on all rows together, the rest on each sequence by itself.
     *
     * @param x normalised streams, (tokens of all, hidden)
     * @param stretches which rows are whose, in order and without gaps; two of one sequence follow one another in it, too
     */
    NDArray forward(Workspace workspace, NDArray x, List<Stretch> stretches);

    /**
     * Works on the next token of every sequence of a batch.
     *
     * @param x normalised stream, (sequences, hidden)
     */
    NDArray step(Workspace workspace, NDArray x, DecoderBatch batch);

    /** The same weights, for decode steps on the processor. */
    VectorLayer vectors(Crew crew);
}
