package org.timeviper.model.measure;

import static org.timeviper.model.measure.Miniature.HEIGHT;
import static org.timeviper.model.measure.Miniature.WIDTH;

import java.util.BitSet;

/** Tells whether the camera has stood still from one picture to another, though things have moved: then the fine detail beside them is where it was. */
final class StillPicture {

    /** Correlation of the steps of lightness from pixel to pixel from which on they are the same. */
    private static final double SAME = 0.5;

    /** Larger steps count no more than this, of 255: one strong edge must not speak for all of the picture. */
    private static final double MOST = 8;

    /** Mean square of steps, of 255, from which on there is any detail. */
    private static final double DETAIL = 0.3;

    /** Pixels beside what is left out of account that are left out, too. */
    private static final int MARGIN = 2;

    private StillPicture() {}

    /**
     * @param things pixels that are left out of account
     * @return false also where nothing tells it: across a picture of level stripes it could have moved unseen
     */
    static boolean shows(Miniature first, Miniature second, BitSet things) {
        float[] before = first.lights();
        float[] after = second.lights();
        BitSet aside = widened(things);
        return correlation(before, after, aside, 1) >= SAME && correlation(before, after, aside, WIDTH) >= SAME;
    }

    /** @param stride to the next pixel: 1 to the right, a row down */
    private static double correlation(float[] before, float[] after, BitSet aside, int stride) {
        double products = 0;
        double squaresBefore = 0;
        double squaresAfter = 0;
        int count = 0;
        for (int at = 0; at + stride < Miniature.PIXELS; at++) {
            boolean acrossBorder = stride == 1 && at % WIDTH == WIDTH - 1;
            if (!acrossBorder && !aside.get(at) && !aside.get(at + stride)) {
                double first = Math.clamp(before[at + stride] - before[at], -MOST, MOST);
                double second = Math.clamp(after[at + stride] - after[at], -MOST, MOST);
                products += first * second;
                squaresBefore += first * first;
                squaresAfter += second * second;
                count++;
            }
        }
        boolean seen = Math.min(squaresBefore, squaresAfter) >= DETAIL * count && count > 0;
        return seen ? products / Math.sqrt(squaresBefore * squaresAfter) : 0;
    }

    private static BitSet widened(BitSet pixels) {
        BitSet wide = new BitSet(Miniature.PIXELS);
        pixels.stream().forEach(at -> {
            int left = Math.max(0, at % WIDTH - MARGIN);
            int right = Math.min(WIDTH - 1, at % WIDTH + MARGIN);
            for (int y = Math.max(0, at / WIDTH - MARGIN); y <= Math.min(HEIGHT - 1, at / WIDTH + MARGIN); y++) {
                wide.set(y * WIDTH + left, y * WIDTH + right + 1);
            }
        });
        return wide;
    }
}
