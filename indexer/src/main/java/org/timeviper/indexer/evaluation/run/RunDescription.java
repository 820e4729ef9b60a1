package org.timeviper.indexer.evaluation.run;

/**
 * What answers were got from: answers of different runs are not to be mixed.
 *
 * @param benchmark its name
 * @param model its name
 * @param weights what tells its weights from others
 * @param sampling how footage is sampled
 */
public record RunDescription(String benchmark, String model, String weights, Sampling sampling) {}
