package org.timeviper.model.generation;

/**
 * What the probabilities of token ids are proportional to: {@code exp((score - most) / temperature)}, which is 1 for the likeliest, so that none is infinite.
 *
 * <p>Written as arithmetic that compilers turn into instructions for several numbers at a time: {@link Math#exp} is called for one at a time, and a token is one of 131,072.
 */
final class TokenWeights {
    /** Sums that grow side by side. */
    private static final int SUMS = 512;
    /** Where the weight is 0 in double precision. */
    private static final double NOTHING = -800;

    private TokenWeights() {}

    /** The sum over all ids. */
    static double sum(float[] logits, double most, double temperature) {
        double[] sums = new double[SUMS];
        for (int start = 0; start < logits.length; start += SUMS) {
            int count = Math.min(SUMS, logits.length - start);
            for (int i = 0; i < count; i++) {
                sums[i] += exp((logits[start + i] - most) / temperature);
            }
        }
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return total;
    }

    /** Of each id the sum over the ids up to and with it, at temperature 1. */
    static double[] runningSums(float[] logits, double most) {
        double[] sums = new double[logits.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = exp(logits[i] - most);
        }
        double total = 0;
        for (int i = 0; i < sums.length; i++) {
            total += sums[i];
            sums[i] = total;
        }
        return sums;
    }

    /** The exponential of a number that is not above 0, to 11 digits where it is above 1e-26: the first terms of its series at a 1024th of the number, to the power of 1024. */
    private static double exp(double x) {
        double part = Math.max(x, NOTHING) / 1024;
        double series = 1 / 720.0 + part * (1 / 5040.0);
        series = 1 / 2.0 + part * (1 / 6.0 + part * (1 / 24.0 + part * (1 / 120.0 + part * series)));
        series = 1 + part * (1 + part * series);
        return fourth(fourth(fourth(fourth(fourth(series)))));
    }

    private static double fourth(double x) {
        return x * x * (x * x);
    }
}
