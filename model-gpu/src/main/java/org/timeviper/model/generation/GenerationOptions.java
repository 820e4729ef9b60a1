package org.timeviper.model.generation;

import java.util.function.BooleanSupplier;

/**
 * Limits and manner of one generation.
 *
 * @param maxTokens most tokens to generate, at least 1
 * @param sampling how tokens are chosen
 * @param cancelled asked before every step (and before every layer of the prefill); true ends the generation
 */
public record GenerationOptions(int maxTokens, Sampling sampling, BooleanSupplier cancelled) {

    /** @throws IllegalArgumentException if maxTokens is below 1 */
    public GenerationOptions {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be 1 or more, not " + maxTokens);
        }
    }

    /** Greedy, never cancelled. */
    public static GenerationOptions greedy(int maxTokens) {
        return new GenerationOptions(maxTokens, new Sampling.Greedy(), () -> false);
    }
}
