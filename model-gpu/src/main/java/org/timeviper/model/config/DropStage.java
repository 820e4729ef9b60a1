package org.timeviper.model.config;

import java.math.BigDecimal;

/** One stage of the token dropping schedule (MODEL section 5). Applies at prefill only. */
public sealed interface DropStage {
    /** The layer before which visual tokens are dropped, from 0, by its published number: where blocks are numbered, the block. */
    int layer();

    /** Share of the original number of visual tokens that remains, above 0 and at most 1. */
    double keep();

    /** The stage as schedules write it, for example {@code uni_7_0.5}. */
    default String notation() {
        String kind =
                switch (this) {
                    case Uniform uniform -> "uni";
                    case AttentionGuided guided -> "attn";
                };
        return kind + "_" + layer() + "_" + new BigDecimal(Double.toString(keep())).toPlainString();
    }

    /** {@code uni}: evenly spaced tokens remain. */
    record Uniform(int layer, double keep) implements DropStage {}

    /** {@code attn}: those remain to which the last prompt token pays most attention. */
    record AttentionGuided(int layer, double keep) implements DropStage {}

    /** Visual tokens that remain of {@code original}: the floor of their share. */
    default long kept(long original) {
        return (long) Math.floor(original * keep());
    }
}
