package org.timeviper.model.generation;

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

    /** The likeliest id with its probability. */
    static NextToken greedy(float[] logits) {
        int id = likeliest(logits);
        return new NextToken(id, -Math.log(TokenWeights.sum(logits, logits[id], 1)));
    }
}
