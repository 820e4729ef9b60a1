package org.timeviper.model.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the instruction takes in dropped visual tokens: the key {@code merge_module} (MODEL section 5). */
public enum Merging {
    /** Not at all: they are lost (PDrop). */
    NONE,
    /** By cross-attention (TransV). */
    CROSS_ATTENTION,
    /**
     * By cross-attention and a feed-forward layer behind it, {@code text += tanh(β)·mlp(text)}, with a learned scalar of its own. This is
     * what the authors call CrossAttention in their transformers.
     */
    CROSS_ATTENTION_AND_MLP;

    /** What {@code merge_module} says of it in a model of a family; empty where the family has none. */
    public Optional<String> key(DecoderFamily family) {
        boolean transformer = family == DecoderFamily.QWEN2;
        return switch (this) {
            case NONE -> Optional.of("no_merge");
            case CROSS_ATTENTION -> Optional.of(transformer ? "CrossAttention_wo_MLP" : "CrossAttention");
            case CROSS_ATTENTION_AND_MLP -> transformer ? Optional.of("CrossAttention") : Optional.empty();
        };
    }

    /** What {@code merge_module} means in a model of a family; empty if it cannot be. */
    static Optional<Merging> named(String key, DecoderFamily family) {
        return Arrays.stream(values())
                .filter(merging -> merging.key(family).equals(Optional.of(key)))
                .findFirst();
    }

    /** All that {@code merge_module} can say in a model of a family, for errors. */
    static String keys(DecoderFamily family) {
        return Arrays.stream(values())
                .flatMap(merging -> merging.key(family).stream())
                .collect(Collectors.joining(" or "));
    }
}
