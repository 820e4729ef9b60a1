package org.timeviper.model.generation;

/** How the next token is chosen from the model's probabilities. */
public sealed interface Sampling {

    /** The likeliest token, always. */
    record Greedy() implements Sampling {}

    /**
     * A draw from the smallest set of likeliest tokens whose probabilities sum to at least {@code topP}.
     *
     * @param temperature divides the logits first; above 0, where 1 changes nothing and less is more cautious
     * @param topP above 0, at most 1
     * @param seed the same seed draws the same tokens from the same logits
     */
    record Nucleus(double temperature, double topP, long seed) implements Sampling {

        /** @throws IllegalArgumentException if a number is out of range */
        public Nucleus {
            if (!(temperature > 0) || Double.isInfinite(temperature)) {
                throw new IllegalArgumentException("temperature must be above 0, not " + temperature);
            }
            if (!(topP > 0 && topP <= 1)) {
                throw new IllegalArgumentException("topP must be above 0 and at most 1, not " + topP);
            }
        }
    }
}
