package org.timeviper.model.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a token has of the line from 0 to 1 that all ids divide among them, in their order, by their probabilities.
 *
 * @param token the id
 * @param probability how long the part is
 * @param points that fall into it, at least one, rising, as the part sees them: 0 is where it begins, 1 where it ends
 */
record LinePart(int token, double probability, double[] points) {

    /**
     * Divides the line.
     *
     * @param logits scores for the next token, one a token id
     * @param points on the line, rising
     * @return the parts into which points fall, in their order
     * @throws org.timeviper.model.config.ModelException if what the model computed is not a number
     */
    static List<LinePart> divide(float[] logits, double[] points) {
        int likeliest = Logits.likeliest(logits);
        double[] ends = TokenWeights.runningSums(logits, logits[likeliest]);
        double total = ends[ends.length - 1];
        Generator.requireNumber(total);
        double[] places = Arrays.stream(points).map(point -> point * total).toArray();
        List<LinePart> parts = new ArrayList<>();
        int first = 0;
        for (int token = 0; token < ends.length && first < places.length; token++) {
            if (places[first] < ends[token]) {
                int next = first + 1;
                while (next < places.length && places[next] < ends[token]) {
                    next++;
                }
                double begin = token == 0 ? 0 : ends[token - 1];
                parts.add(between(begin, ends[token], token, total, Arrays.copyOfRange(places, first, next)));
                first = next;
            }
        }
        if (first < points.length) { // rounded up to the end of the line
            double probability = Math.exp(Logits.logProbability(logits, likeliest));
            parts.add(new LinePart(likeliest, probability, Arrays.copyOfRange(points, first, points.length)));
        }
        return parts;
    }

    private static LinePart between(double begin, double end, int token, double total, double[] places) {
        double[] within = Arrays.stream(places)
                .map(place -> (place - begin) / (end - begin))
                .toArray();
        return new LinePart(token, (end - begin) / total, within);
    }
}
