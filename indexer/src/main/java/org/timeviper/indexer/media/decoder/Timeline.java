package org.timeviper.indexer.media.decoder;

import java.util.List;
import java.util.Locale;

/**
 * Turns timestamps into seconds from the first picture. The seconds never run back, and they never leap: where a damaged file jumps hours ahead, or a recording that
 * was joined from several begins anew, they go on from the picture before.
 */
final class Timeline {

    /** A picture may stay on screen for so long. */
    static final double MOST_STILL_SECONDS = 3600;

    private static final double MOST_BACK_SECONDS = 1;
    private static final double LONGEST_LAST_PICTURE_SECONDS = 1;
    private static final double SAME_SECONDS = 1e-4;

    private final double frameSeconds;
    private boolean begun;
    private double origin;
    private double second;
    private double previous;
    private int leaps;
    private double firstLeap;

    Timeline(double frameRate) {
        this.frameSeconds = 1 / frameRate;
    }

    /** @return the second of the next picture, whose timestamp in seconds this is */
    double next(double timestamp) {
        previous = second;
        double wanted = timestamp - origin;
        boolean leap = wanted < second - MOST_BACK_SECONDS || wanted > second + MOST_STILL_SECONDS;
        if (!begun) {
            begun = true;
            origin = timestamp;
        } else if (leap) {
            firstLeap = leaps == 0 ? second : firstLeap;
            leaps++;
            second += frameSeconds;
            origin = timestamp - second;
        } else {
            second = Math.max(second, wanted);
        }
        return second;
    }

    /**
     * Tells when the film ends: its last picture stays as long as the one before it, up to a second; and one frame where there is none before, or a damaged file
     * gives both the same time. So a film with a picture always lasts.
     *
     * @return second from the first picture
     */
    double end() {
        double stay = second - previous;
        return second + (stay > SAME_SECONDS ? Math.min(LONGEST_LAST_PICTURE_SECONDS, stay) : frameSeconds);
    }

    /** @return a sentence when there were leaps */
    List<String> sentences() {
        return leaps == 0
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "The film's timestamps leap (%d times, first after %.1f s): later times are counted on from the pictures before.",
                        leaps,
                        firstLeap));
    }
}
