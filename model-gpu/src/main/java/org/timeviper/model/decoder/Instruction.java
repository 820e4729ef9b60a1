package org.timeviper.model.decoder;

/**
 * Text after the frames that is yet to be read.
 *
 * @param prefix text before the frames, and frames
 * @param after token ids, at least one; not copied
 */
public record Instruction(PromptPrefix prefix, long[] after) {

    /** Tokens that layers have to go over at the most. */
    long tokens() {
        return after.length + prefix.stream().map(VisualStream::length).orElse(0L);
    }
}
