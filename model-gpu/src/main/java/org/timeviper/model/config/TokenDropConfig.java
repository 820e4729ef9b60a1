package org.timeviper.model.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Token dropping and what becomes of the dropped (MODEL section 5).
 *
 * @param stages by rising layer; empty for no dropping
 * @param merging how the instruction takes in dropped tokens, if it does
 */
public record TokenDropConfig(List<DropStage> stages, Merging merging) {

    /** No token is dropped. */
    public static final TokenDropConfig NONE = new TokenDropConfig(List.of(), Merging.NONE);

    /** Copies the list. */
    public TokenDropConfig {
        stages = List.copyOf(stages);
    }

    /**
     * Reads a schedule.
     *
     * @param schedule stages joined by hyphens, for example {@code uni_7_0.5-attn_39_0.1}; blank for no dropping
     * @param merging how the instruction takes in what is dropped
     * @param decoder of the model whose tokens are to be dropped
     * @throws IllegalArgumentException if it cannot be for this model; the message says which stage and why
     */
    public static TokenDropConfig parse(String schedule, Merging merging, DecoderConfig decoder) {
        List<DropStage> stages = DropSchedule.parse(schedule, decoder);
        return new TokenDropConfig(stages, stages.isEmpty() ? Merging.NONE : merging);
    }

    /** Whether the instruction takes in dropped tokens (TransV); else they are lost (PDrop). */
    public boolean transV() {
        return merging != Merging.NONE;
    }

    /** The schedule as it is written in {@code config.json}; empty for no dropping. */
    public String schedule() {
        return stages.stream().map(DropStage::notation).collect(Collectors.joining("-"));
    }
}
