package org.timeviper.model.vision;

import java.util.Arrays;

/**
 * How samples in one direction become another number of samples: antialiased bicubic. Each is the weighted mean of a stretch of the old ones.
 *
 * @param first of each, the old sample with which its stretch begins
 * @param weights of each, those of its stretch; they sum to 1
 */
record Resampling(int[] first, float[][] weights) {
    /** Of the cubic that is used where pictures get smaller. */
    private static final float SHARPNESS = -0.5f;

    /** Samples to either side that the cubic reaches. */
    private static final float REACH = 2;

    /** From so many samples to so many, at least one each. */
    static Resampling of(int from, int to) {
        int[] first = new int[to];
        float[][] weights = new float[to][];
        float scale = (float) from / to;
        float stretched = Math.max(scale, 1);
        float support = REACH * stretched;
        for (int i = 0; i < to; i++) {
            float centre = scale * (i + 0.5f);
            first[i] = Math.max((int) (centre - support + 0.5f), 0);
            weights[i] = new float[Math.min((int) (centre + support + 0.5f), from) - first[i]];
            float total = 0;
            for (int j = 0; j < weights[i].length; j++) {
                weights[i][j] = cubic(Math.abs((first[i] + j - centre + 0.5f) / stretched));
                total += weights[i][j];
            }
            for (int j = 0; j < weights[i].length; j++) {
                weights[i][j] /= total;
            }
        }
        return new Resampling(first, weights);
    }

    /** Samples of the longest stretch. */
    int longest() {
        return Arrays.stream(weights).mapToInt(stretch -> stretch.length).max().orElseThrow();
    }

    private static float cubic(float x) {
        if (x < 1) {
            return ((SHARPNESS + 2) * x - (SHARPNESS + 3)) * x * x + 1;
        }
        return x < REACH ? ((x - 5) * x + 8) * x * SHARPNESS - 4 * SHARPNESS : 0;
    }
}
