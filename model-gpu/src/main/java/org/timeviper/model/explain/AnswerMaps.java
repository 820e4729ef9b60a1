package org.timeviper.model.explain;

import org.timeviper.model.decoder.MixingListener;

/** Wants the maps of an answer that is explained, row by row, as they are summed up to an {@link Explanation}. */
@FunctionalInterface
public interface AnswerMaps {

    /**
     * Called once, when the answer is known.
     *
     * @param answer the model's words
     * @param tokens at how many tokens the answer was chosen: so many rows each layer has
     * @return hears the rows, layer by layer and within a layer in the tokens' order
     */
    MixingListener of(String answer, int tokens);

    /** Where nobody wants them. */
    static AnswerMaps none() {
        return (answer, tokens) -> row -> {};
    }
}
