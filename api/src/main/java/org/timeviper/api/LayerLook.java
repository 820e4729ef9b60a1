package org.timeviper.api;

import java.util.List;

/**
 * What one layer looked at for an answer: means over its heads. {@code vision}, {@code prompt} and {@code answer} sum to 1.
 *
 * @param layer from 0, by its published number: of a transformer, the block
 * @param kind {@code attention} or {@code mamba}
 * @param visualTokens visual tokens that dropping has left here
 * @param vision the share of its weight that lies on the film
 * @param promptVision the same at the prompt's last token alone, before a word of the answer
 * @param prompt the share on the prompt's text
 * @param answer the share on the answer so far
 * @param sink the share on the sequence's first 4 tokens
 * @param sparse heads that few tokens hold: the weight is spread over less than a tenth of them
 * @param local heads whose weight lies at least half on the last 32 tokens, or on a quarter of a shorter sequence
 * @param global the other heads
 * @param sinks heads of any kind with at least 0.3 on the first 4 tokens
 * @param frames the weight of each frame, all showings of the last one counted, which sum to {@code vision}
 * @param heads every head by itself
 */
public record LayerLook(
        int layer,
        String kind,
        int visualTokens,
        double vision,
        double promptVision,
        double prompt,
        double answer,
        double sink,
        int sparse,
        int local,
        int global,
        int sinks,
        List<Double> frames,
        List<HeadLook> heads) {}
