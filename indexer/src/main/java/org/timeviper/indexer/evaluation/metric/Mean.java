package org.timeviper.indexer.evaluation.metric;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * An arithmetic mean.
 *
 * @param count how many scores it is of
 * @param value NaN where there are none
 */
public record Mean(int count, double value) {

    /**
     * @param scores in any order: the same scores give the same mean to the last bit
     * @throws IllegalArgumentException if one of them is no finite number
     */
    public static Mean of(double... scores) {
        double[] ascending = ascending(scores);
        return new Mean(ascending.length, Arrays.stream(ascending).sum() / ascending.length);
    }

    /** @see #of(double...) */
    public static Mean of(DoubleStream scores) {
        return of(scores.toArray());
    }

    /** @return a sorted copy, so that what is computed from it does not depend on the order of the items */
    static double[] ascending(double[] scores) {
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new IllegalArgumentException(
                        "score " + (i + 1) + " of " + scores.length + " is " + scores[i] + ": no mean can be taken");
            }
        }
        double[] ascending = scores.clone();
        Arrays.sort(ascending);
        return ascending;
    }
}
