package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;

/** Watches a prefill, and may end it; layer by layer as a {@link LayerListener}. */
public interface PrefillListener {

    /** Which part of the prompt a stream belongs to. */
    enum Part {
        /** The text before the frames, and the visual tokens that are left. */
        PREFIX,
        /** The text after the frames. */
        INSTRUCTION,
        /** The answer, where it is known and read together with its prompt. */
        ANSWER
    }

    /**
     * Called where the schedule has visual tokens dropped before a layer, as the first thing; what is left is told by {@link #keeping}.
     *
     * @param layer from 0
     */
    default void dropping(int layer) {}

    /**
     * Called when visual tokens are dropped before a layer, ahead of {@link LayerListener#entering}. Must not change the indices or keep them.
     *
     * @param layer from 0
     * @param kept int64, ascending: the rows of the stream, the text before the frames counted, whose visual tokens stay
     */
    default void keeping(int layer, NDArray kept) {}

    /** Asked before every chunk of every layer, by whichever thread works on it; true ends the prefill with a {@link java.util.concurrent.CancellationException}. */
    default boolean cancelled() {
        return false;
    }

    /** One that neither watches nor ends. */
    static PrefillListener none() {
        return new PrefillListener() {};
    }
}
