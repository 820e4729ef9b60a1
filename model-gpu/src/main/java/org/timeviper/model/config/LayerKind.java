package org.timeviper.model.config;

/** A kind of decoder layer. Each is one character in {@code hybrid_override_pattern}; a transformer's block is an attention and a feed-forward layer. */
public enum LayerKind {
    /** Mamba-2, {@code M}. */
    MAMBA,
    /** Grouped-query attention, {@code *}. */
    ATTENTION,
    /** Feed-forward, {@code -}. */
    MLP
}
