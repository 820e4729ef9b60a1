package org.timeviper.indexer.benchmark;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Draws from a list whose n-th item, from 0, is {@code 1 / (n + 1 + shift)} as frequent: the law of Zipf and Mandelbrot. The shift flattens the head, as in real text. */
final class ZipfDraw {

    private final double[] cumulated;

    /**
     * @param ranks for each item its rank among all words, from 0, ascending
     * @param shift flattens the head, 0 or more
     */
    ZipfDraw(int[] ranks, double shift) {
        cumulated = new double[ranks.length];
        double sum = 0;
        for (int i = 0; i < ranks.length; i++) {
            sum += 1 / (ranks[i] + 1 + shift);
            cumulated[i] = sum;
        }
    }

    /** Draws from {@code size} items ranked 0, 1, 2 … */
    static ZipfDraw of(int size, double shift) {
        int[] ranks = new int[size];
        Arrays.setAll(ranks, rank -> rank);
        return new ZipfDraw(ranks, shift);
    }

    /** @return an item's number in the list */
    int next(RandomGenerator random) {
        int found = Arrays.binarySearch(cumulated, random.nextDouble() * cumulated[cumulated.length - 1]);
        return Math.min(found < 0 ? -found - 1 : found, cumulated.length - 1);
    }
}
