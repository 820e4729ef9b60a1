package org.timeviper.model.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.timeviper.model.generation.Sampling;

/** The choice of the next token as its formulas say it: the probability of every id, all ids in order, one after the other. */
public final class SlowSampling {
    private SlowSampling() {}

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
    public static double[] probabilities(float[] logits) {
        double[] weights = weights(logits, 1);
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    private static double[] weights(float[] logits, double temperature) {
        double most = logits[likeliest(logits)];
        double[] weights = new double[logits.length];
        Arrays.setAll(weights, i -> Math.exp((logits[i] - most) / temperature));
        return weights;
    }

    /** Draws from the smallest set of likeliest ids whose probabilities sum to at least {@code topP}. */
    public static int draw(float[] logits, Sampling.Nucleus nucleus, Random random) {
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

    /**
     * A token that points fall to.
     *
     * @param token the id
     * @param probability of it
     * @param points that fall into its part of the line from 0 to 1, as that part sees them
     */
    public record Part(int token, double probability, double[] points) {}

    /** Divides the line from 0 to 1 among the ids, in their order, by their probabilities; the points rise. */
    public static List<Part> divide(float[] logits, double[] points) {
        double[] probabilities = probabilities(logits);
        List<Part> parts = new ArrayList<>();
        double below = 0;
        int first = 0;
        for (int token = 0; token < probabilities.length && first < points.length; token++) {
            double begin = below;
            double end = below + probabilities[token];
            int next = first;
            while (next < points.length && points[next] < end) {
                next++;
            }
            if (next > first) {
                double[] within = Arrays.stream(points, first, next)
                        .map(point -> (point - begin) / (end - begin))
                        .toArray();
                parts.add(new Part(token, probabilities[token], within));
            }
            below = end;
            first = next;
        }
        return parts;
    }
}
