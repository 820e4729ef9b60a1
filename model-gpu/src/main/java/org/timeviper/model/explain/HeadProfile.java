package org.timeviper.model.explain;

/**
 * How one head shares out its weight, as a mean over the tokens at which the answer was chosen. Weights of a token are not negative
 * and sum to 1; so do {@code vision}, {@code prompt} and {@code answer}.
 *
 * @param vision the share of the frames
 * @param prompt the share of the prompt's text
 * @param answer the share of the answer so far
 * @param promptVision the share of the frames at the prompt's last token alone: before a word of the answer
 * @param sink the share of the sequence's first {@value #SINK_TOKENS} tokens
 * @param local the share of the last tokens, the one itself counted: {@value #LOCAL_TOKENS}, or a quarter of a shorter sequence
 * @param entropy in nats
 * @param spread {@code exp(entropy)}, the number of tokens that as much weight would be spread over evenly, by the number of tokens:
 *     near 0 for a single token, 1 for all alike
 * @param frames the weight of each frame of the clip, which sum to {@code vision}; not copied
 */
public record HeadProfile(
        double vision,
        double prompt,
        double answer,
        double promptVision,
        double sink,
        double local,
        double entropy,
        double spread,
        float[] frames) {

    /** Tokens at the beginning of the sequence on which sinks lie. */
    public static final int SINK_TOKENS = 4;

    /** From this share on, a head has a sink. */
    public static final double SINK_FROM = 0.3;

    /** Tokens that count as near. */
    public static final int LOCAL_TOKENS = 32;

    /** Sparse, local or global. */
    public HeadKind kind() {
        return HeadKind.of(local, spread);
    }

    /** Whether it parks its weight on the first tokens, whatever they say. */
    public boolean hasSink() {
        return sink >= SINK_FROM;
    }
}
