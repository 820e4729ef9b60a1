package org.timeviper.indexer.evaluation.run;

import java.util.Objects;

/**
 * What answers were got from: answers of different runs are not to be mixed. Which data they are about, every {@link Answered} tells by itself.
 *
 * @param benchmark its name
 * @param model its name
 * @param weights what tells its weights and settings from others
 * @param sampling how footage is sampled
 * @param prompts what tells the words that it was told from others; empty in results of versions that did not keep it
 * @param answering which way from an item to its answer was gone: {@link #ANSWERING}, 0 in results of versions that did not keep it
 */
public record RunDescription(
        String benchmark, String model, String weights, Sampling sampling, String prompts, int answering) {

    /** Raised with every change after which the same model and the same frames may give another answer: in how it is asked, in how its words are read, in what windows and scenes come to. */
    public static final int ANSWERING = 8;

    public RunDescription {
        Objects.requireNonNull(benchmark, "benchmark");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(sampling, "sampling");
        prompts = prompts == null ? "" : prompts;
    }
}
