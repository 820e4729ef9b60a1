package org.timeviper.model.generation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/** Arithmetic on the model's scores for the next token, one a token id. */
public final class Logits {
    private Logits() {}

    /** The id with the highest score; the first of several. */
    public static int likeliest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Natural logarithm of the probability of an id. */
    public static double logProbability(float[] logits, int id) {
        double most = logits[likeliest(logits)];
        return logits[id] - most - Math.log(Arrays.stream(weights(logits, 1)).sum());
    }

    /** The probability of each id; they sum to 1. */
    static double[] probabilities(float[] logits) {
        double[] weights = weights(logits, 1);
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    /** What the probability of each id is proportional to; 1 for the likeliest, so that none is infinite. */
    private static double[] weights(float[] logits, double temperature) {
        double most = logits[likeliest(logits)];
        double[] weights = new double[logits.length];
        Arrays.setAll(weights, i -> Math.exp((logits[i] - most) / temperature));
        return weights;
    }

    /** Draws from the smallest set of likeliest ids whose probabilities sum to at least {@code topP}. */
    static int draw(float[] logits, Sampling.Nucleus nucleus, Random random) {
        double[] weights = weights(logits, nucleus.temperature());
        int[] byWeight = IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> weights[i]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        double total = Arrays.stream(weights).sum();
        double inside = 0;
        int size = 0;
        while (size < byWeight.length && (size == 0 || inside < nucleus.topP() * total)) {
            inside += weights[byWeight[size++]];
        }
        double left = random.nextDouble() * inside;
        for (int i = 0; i < size - 1; i++) {
            left -= weights[byWeight[i]];
            if (left < 0) {
                return byWeight[i];
            }
        }
        return byWeight[size - 1];
    }
}
