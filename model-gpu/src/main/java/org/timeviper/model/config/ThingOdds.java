package org.timeviper.model.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a model's Yes and No to whether a thing is seen are read: the section {@code things} of {@code confidence}. Of a thing that is nearly always asked about where it is, a model
 * learns to say Yes; only beyond what it says anyway is its Yes one.
 *
 * @param slope by how much the odds that it is there rise with the odds of Yes (both as logarithms); above 0
 * @param evenAt of each thing, with its article, the logarithm of the odds of Yes against No at which it is as likely there as not, where as many films show it as do not
 * @param namedFrom of things of {@code evenAt}, in the order in which they are named, the logarithm of the odds from which on one is named where the model is not sure of a description
 */
public record ThingOdds(double slope, Map<String, Double> evenAt, Map<String, Double> namedFrom) {

    /** Nothing is known: Yes and No are taken as they are said, and nothing is named. */
    public static final ThingOdds NONE = new ThingOdds(1, Map.of(), Map.of());

    /** What is less likely to be answered with either Yes or No, as what a model was taught to answer otherwise, is not named. */
    private static final double ANSWERED = 0.5;

    /**
     * Copies the maps.
     *
     * @throws IllegalArgumentException if a thing is to be named of which it is not known what Yes and No come to, or which is less likely there than not
     */
    public ThingOdds {
        evenAt = Map.copyOf(evenAt);
        namedFrom = Collections.unmodifiableMap(new LinkedHashMap<>(namedFrom));
        for (Map.Entry<String, Double> named : namedFrom.entrySet()) {
            Double even = evenAt.get(named.getKey());
            if (even == null || named.getValue() < even) {
                throw new IllegalArgumentException("odds from those of 'even_at' on, which for %s %s, and not %s"
                        .formatted(named.getKey(), even == null ? "are not given" : "are " + even, named.getValue()));
            }
        }
    }

    /**
     * @param thing one of {@link #evenAt}
     * @param yes probability of Yes, above 0
     * @param no probability of No, above 0
     * @return how likely the thing is there
     */
    public double there(String thing, double yes, double no) {
        return 1 / (1 + Math.exp(-slope * (odds(yes, no) - evenAt.get(thing))));
    }

    /**
     * @param thing one of {@link #namedFrom}
     * @param yes probability of Yes, above 0
     * @param no probability of No, above 0
     * @return whether the thing is named
     */
    public boolean isNamed(String thing, double yes, double no) {
        return yes + no >= ANSWERED && odds(yes, no) >= namedFrom.get(thing);
    }

    private static double odds(double yes, double no) {
        return Math.log(yes) - Math.log(no);
    }
}
