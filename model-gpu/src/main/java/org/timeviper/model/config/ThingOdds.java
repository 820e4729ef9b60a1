package org.timeviper.model.config;

import java.util.Map;

/**
 * How a model's Yes and No to whether a thing is seen are read: the section {@code things} of {@code confidence}. Of a thing that is nearly always asked about where it is, a model
 * learns to say Yes; only beyond what it says anyway is its Yes one.
 *
 * @param slope by how much the odds that it is there rise with the odds of Yes (both as logarithms); above 0
 * @param evenAt of each thing, with its article, the logarithm of the odds of Yes against No at which it is as likely there as not, where as many films show it as do not
 */
public record ThingOdds(double slope, Map<String, Double> evenAt) {

    /** Nothing is known: Yes and No are taken as they are said. */
    public static final ThingOdds NONE = new ThingOdds(1, Map.of());

    /** Copies the map. */
    public ThingOdds {
        evenAt = Map.copyOf(evenAt);
    }

    /**
     * @param thing one of {@link #evenAt}
     * @param yes probability of Yes, above 0
     * @param no probability of No, above 0
     * @return how likely the thing is there
     */
    public double there(String thing, double yes, double no) {
        return 1 / (1 + Math.exp(-slope * (Math.log(yes) - Math.log(no) - evenAt.get(thing))));
    }
}
