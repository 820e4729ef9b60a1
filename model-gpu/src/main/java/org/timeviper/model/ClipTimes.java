package org.timeviper.model;

import java.util.List;

/**
 * What there is to know of a clip without its pictures.
 *
 * @param startSeconds where it begins in the film
 * @param durationSeconds how long it lasts
 * @param seconds when each frame is shown, from the start of the film
 */
public record ClipTimes(double startSeconds, double durationSeconds, List<Double> seconds) {

    /** @throws IllegalArgumentException if there is no frame, or a time is negative or not a number */
    public ClipTimes {
        seconds = List.copyOf(seconds);
        if (seconds.isEmpty()) {
            throw new IllegalArgumentException("a clip needs at least one frame");
        }
        if (!(startSeconds >= 0) || !(durationSeconds >= 0) || Double.isInfinite(startSeconds + durationSeconds)) {
            throw new IllegalArgumentException(
                    "a clip cannot start at " + startSeconds + " s and last " + durationSeconds + " s");
        }
    }

    /** How many frames it has. */
    public int frames() {
        return seconds.size();
    }
}
