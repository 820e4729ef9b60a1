package org.timeviper.model.generation;

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
}
