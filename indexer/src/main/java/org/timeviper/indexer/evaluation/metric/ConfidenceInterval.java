package org.timeviper.indexer.evaluation.metric;

import java.util.Arrays;
import java.util.Random;

/**
 * How far a mean can be trusted: the bootstrap's 95 % interval. The items are drawn again, with replacement, 2,000 times over; between the bounds lie the middle 95 % of the means
 * of those draws (the percentile method).
 *
 * @param mean of the scores; NaN, as both bounds are, where there are none
 * @param low 2.5 % of the draws have a mean no greater
 * @param high 97.5 % of the draws have a mean no greater
 */
public record ConfidenceInterval(Mean mean, double low, double high) {

    private static final int DRAWS = 2000;
    private static final double LEFT_OUT = 0.025;

    /**
     * Costs 2,000 times as many steps as there are scores.
     *
     * @param scores in any order
     * @param seed the same seed and the same scores give the same interval, on every machine
     * @throws IllegalArgumentException if a score is no finite number
     */
    public static ConfidenceInterval of(double[] scores, long seed) {
        Mean mean = Mean.of(scores);
        if (scores.length == 0) {
            return new ConfidenceInterval(mean, Double.NaN, Double.NaN);
        }
        double[] ascending = Mean.ascending(scores);
        Random random = new Random(seed);
        double[] means = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0;
            for (int i = 0; i < ascending.length; i++) {
                sum += ascending[random.nextInt(ascending.length)];
            }
            means[draw] = sum / ascending.length;
        }
        Arrays.sort(means);
        return new ConfidenceInterval(mean, quantile(means, LEFT_OUT), quantile(means, 1 - LEFT_OUT));
    }

    /** The smallest value that this share of the values does not exceed. */
    private static double quantile(double[] ascending, double share) {
        return ascending[(int) Math.ceil(ascending.length * share) - 1];
    }
}
