package org.timeviper.model.measure;

import static org.timeviper.model.measure.Miniature.HEIGHT;
import static org.timeviper.model.measure.Miniature.WIDTH;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Pixels of a picture that hang together, also over corners.
 *
 * @param pixels their places, row by row
 * @param x of their middle, as a share of the picture's width
 * @param y of their middle, as a share of the picture's height
 */
record Region(BitSet pixels, double x, double y) {

    /** In pixels. What is smaller is not followed. */
    private static final int LEAST = 10;

    /** As a share of the picture. What is larger is not a thing but a change of all of the picture. */
    private static final double MOST = 0.2;

    /** Of the pixels, without specks, that a region needs for it to be the only one that counts. */
    private static final double CLEARLY = 0.6;

    /** In pixels. What is smaller is left out of account. */
    private static final int SPECK = 3;

    int size() {
        return pixels.cardinality();
    }

    /** @return the region that most of the pixels are in; empty if they are in several, or if it is no thing by its size */
    static Optional<Region> mainOf(BitSet pixels) {
        List<BitSet> parts = parts(pixels);
        int all = parts.stream().mapToInt(BitSet::cardinality).sum();
        return parts.stream()
                .max(Comparator.comparingInt(BitSet::cardinality))
                .filter(part -> part.cardinality() >= Math.max(LEAST, CLEARLY * all))
                .filter(part -> part.cardinality() <= MOST * Miniature.PIXELS)
                .map(Region::of);
    }

    private static Region of(BitSet pixels) {
        double x = pixels.stream().mapToDouble(at -> at % WIDTH + 0.5).average().orElseThrow();
        double y = pixels.stream().mapToDouble(at -> at / WIDTH + 0.5).average().orElseThrow();
        return new Region(pixels, x / WIDTH, y / HEIGHT);
    }

    /** Without specks. */
    private static List<BitSet> parts(BitSet pixels) {
        BitSet left = (BitSet) pixels.clone();
        List<BitSet> parts = new ArrayList<>();
        for (int first = left.nextSetBit(0); first >= 0; first = left.nextSetBit(first + 1)) {
            BitSet part = taken(left, first);
            if (part.cardinality() >= SPECK) {
                parts.add(part);
            }
        }
        return parts;
    }

    /** Takes a pixel, and what hangs together with it, out of those that are left. */
    private static BitSet taken(BitSet left, int first) {
        BitSet part = new BitSet(Miniature.PIXELS);
        Deque<Integer> open = new ArrayDeque<>(List.of(first));
        left.clear(first);
        while (!open.isEmpty()) {
            int at = open.pop();
            part.set(at);
            for (int y = Math.max(0, at / WIDTH - 1); y <= Math.min(HEIGHT - 1, at / WIDTH + 1); y++) {
                for (int x = Math.max(0, at % WIDTH - 1); x <= Math.min(WIDTH - 1, at % WIDTH + 1); x++) {
                    int beside = y * WIDTH + x;
                    if (left.get(beside)) {
                        left.clear(beside);
                        open.push(beside);
                    }
                }
            }
        }
        return part;
    }
}
