package org.timeviper.model.config;

/** What leads from vision features to the decoder's stream (MODEL section 3). */
public sealed interface ProjectorConfig {

    /** {@code gelu_mlp}: every patch becomes a visual token. */
    record GeluMlp() implements ProjectorConfig {}

    /**
     * {@code tome_mlp-K}: tokens are merged first.
     *
     * @param tokens visual tokens a frame
     * @param order of the merged tokens
     */
    record TokenMergingMlp(int tokens, TokenOrder order) implements ProjectorConfig {}

    /** In what order merged tokens are handed on. */
    enum TokenOrder {
        /** As the merging leaves them. */
        RAW,
        /** Those that hold fewest patches first. */
        SIZE_ASCENDING,
        /** Those that hold most patches first. */
        SIZE_DESCENDING
    }
}
