package org.timeviper.model.generation;

import java.util.Arrays;
import java.util.List;
import org.timeviper.model.decoder.NextToken;

/** Arithmetic on the model's scores for the next token, one a token id. Where a score is NaN or +∞, or all are -∞, every logarithm of a probability is NaN. */
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
        return logits[id] - most - Math.log(TokenWeights.sum(logits, most, 1));
    }

    /** The likeliest ids with their probabilities, the likeliest first, equal ones by id: so many, or all if there are not more. */
    static List<NextToken> likeliest(float[] logits, int count) {
        int[] ids = likeliestIds(logits, Math.min(count, logits.length));
        double most = logits[ids[0]];
        double all = Math.log(TokenWeights.sum(logits, most, 1));
        return Arrays.stream(ids)
                .mapToObj(id -> new NextToken(id, logits[id] - most - all))
                .toList();
    }

    private static int[] likeliestIds(float[] logits, int count) {
        int[] ids = new int[count];
        int known = 0;
        for (int id = 0; id < logits.length; id++) {
            if (known < count || logits[id] > logits[ids[count - 1]]) {
                int place = known < count ? known++ : count - 1;
                while (place > 0 && logits[id] > logits[ids[place - 1]]) {
                    ids[place] = ids[place - 1];
                    place--;
                }
                ids[place] = id;
            }
        }
        return ids;
    }

    /** The likeliest id with its probability. */
    static NextToken greedy(float[] logits) {
        return likeliest(logits, 1).getFirst();
    }
}
