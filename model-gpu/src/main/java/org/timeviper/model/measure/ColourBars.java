package org.timeviper.model.measure;

/** Knows the test picture of upright bars: white, yellow, cyan, green, magenta, red and blue, and black after them or not. */
final class ColourBars {

    /** Of each bar whether it has red, green and blue. */
    private static final boolean[][] BARS = {
        {true, true, true},
        {true, true, false},
        {false, true, true},
        {false, true, false},
        {true, false, true},
        {true, false, false},
        {false, false, true},
        {false, false, false}
    };

    private static final int HIGH = 110;
    private static final int LOW = 70;

    private ColourBars() {}

    /** @return whether they fill the upper half of a picture; below, other signals may stand */
    static boolean fill(Miniature frame) {
        return fill(frame, BARS.length - 1) || fill(frame, BARS.length);
    }

    private static boolean fill(Miniature frame, int bars) {
        for (int y = 2; y < Miniature.HEIGHT / 2; y++) {
            for (int bar = 0; bar < bars; bar++) {
                int pixel = y * Miniature.WIDTH + (2 * bar + 1) * Miniature.WIDTH / (2 * bars);
                boolean[] has = BARS[bar];
                if (!(is(frame.red(pixel), has[0])
                        && is(frame.green(pixel), has[1])
                        && is(frame.blue(pixel), has[2]))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean is(int channel, boolean high) {
        return high ? channel >= HIGH : channel <= LOW;
    }
}
