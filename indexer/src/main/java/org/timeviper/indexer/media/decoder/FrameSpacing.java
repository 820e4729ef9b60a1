package org.timeviper.indexer.media.decoder;

import org.timeviper.indexer.media.FrameRate;

/** Watches how long each picture stays on screen, and tells in the end whether that was always about one frame. */
final class FrameSpacing {

    /** A timestamp in whole milliseconds is half of one off; a picture that stays half a frame too long is meant to. */
    private static final double ABOUT = 0.5;

    /** A film from which a frame was dropped now and then is not of variable rate. */
    private static final double FEW = 0.02;

    private final double rate;
    private double last = -1;
    private long pictures;
    private long irregular;

    FrameSpacing(FrameRate rate) {
        this.rate = rate.perSecond();
    }

    /** Hears the second of the next picture. */
    void accept(double second) {
        if (last >= 0) {
            pictures++;
            irregular += Math.abs((second - last) * rate - 1) > ABOUT ? 1 : 0;
        }
        last = second;
    }

    boolean variable() {
        return irregular > FEW * pictures;
    }
}
