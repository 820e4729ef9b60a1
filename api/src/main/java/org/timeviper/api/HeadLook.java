package org.timeviper.api;

import java.util.List;

/**
 * What one head looked at for an answer. {@code vision}, {@code prompt} and {@code answer} sum to 1.
 *
 * @param head from 0
 * @param kind {@code sparse}, {@code local} or {@code global}; see {@link LayerLook}
 * @param attentionSink whether it parks at least 0.3 of its weight on the sequence's first 4 tokens
 * @param vision the share of its weight that lies on the film
 * @param promptVision the same at the prompt's last token alone, before a word of the answer
 * @param prompt the share on the prompt's text
 * @param answer the share on the answer so far
 * @param sink the share on the sequence's first 4 tokens
 * @param near the share on the last 32 tokens, or on the last quarter of a shorter sequence
 * @param entropy in nats
 * @param spread exp(entropy) by the number of tokens: near 0 for a single token, 1 for all alike
 * @param frames the weight of each frame, which sum to {@code vision}; null unless asked for
 */
public record HeadLook(
        int head,
        String kind,
        boolean attentionSink,
        double vision,
        double promptVision,
        double prompt,
        double answer,
        double sink,
        double near,
        double entropy,
        double spread,
        List<Double> frames) {}
