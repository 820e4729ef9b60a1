package org.timeviper.indexer.evaluation.run;

import java.util.Objects;

/**
 * What answers were got from: answers of different runs are not to be mixed.
 *
 * @param benchmark its name
 * @param model its name
 * @param weights what tells its weights from others
 * @param sampling how footage is sampled
 */
public record RunDescription(String benchmark, String model, String weights, Sampling sampling) {

    public RunDescription {
        Objects.requireNonNull(benchmark, "benchmark");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(sampling, "sampling");
    }
}
