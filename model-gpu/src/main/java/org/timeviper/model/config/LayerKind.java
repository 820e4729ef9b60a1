package org.timeviper.model.config;

/** A kind of decoder layer, one character each in {@code hybrid_override_pattern}. */
public enum LayerKind {
    /** Mamba-2, {@code M}. */
    MAMBA,
    /** Grouped-query attention, {@code *}. */
    ATTENTION,
    /** Squared-ReLU feed-forward, {@code -}. */
    MLP
}
