package org.timeviper.model.config;

import java.util.List;
import java.util.Map;

/**
 * How what is photographed is told from what is drawn: the section {@code filmed} of {@code confidence}. A model whose confidence was compared with how often it is right on drawn film alone
 * is taken at its word there alone.
 *
 * @param weights of the mean of a frame's tokens, as the decoder is given them
 * @param bias what is added
 * @param rules of the kinds of which it is known how often the model is right of what is photographed
 */
public record FilmedOdds(List<Double> weights, double bias, Map<AnswerKind, ConfidenceRule> rules) {

    /** Nothing is known: a model is taken at its word, whatever it is shown. */
    public static final FilmedOdds NONE = new FilmedOdds(List.of(), 0, Map.of());

    /** Copies list and map. */
    public FilmedOdds {
        weights = List.copyOf(weights);
        rules = Map.copyOf(rules);
    }

    /** @return whether anything is known */
    public boolean isKnown() {
        return !weights.isEmpty();
    }

    /**
     * @param means of each frame's tokens, frame after frame
     * @param frame from 0
     * @return the logarithm of the odds that the frame is photographed
     */
    public double of(float[] means, int frame) {
        double odds = bias;
        for (int i = 0; i < weights.size(); i++) {
            odds += weights.get(i) * means[frame * weights.size() + i];
        }
        return odds;
    }
}
