package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;

/** Watches a prefill layer by layer: it goes through one after the other then, with the whole prompt, where else chunks of it may be in several. */
public interface LayerListener extends PrefillListener {

    /**
     * Called before every layer, after the dropping that stands before it, and once more, with the number of layers, when the last one
     * is done. Must not change the stream or keep it.
     *
     * @param layer from 0
     * @param stream (tokens, hidden)
     */
    void entering(int layer, Part part, NDArray stream);
}
