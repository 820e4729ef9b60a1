package org.timeviper.model;

import java.util.List;

/**
 * A stretch of film as the model sees it.
 *
 * @param startSeconds where it begins in the film
 * @param durationSeconds how long it lasts
 * @param frames evenly sampled, in order
 */
public record Clip(double startSeconds, double durationSeconds, FrameSource frames) {

    /** @throws IllegalArgumentException if there is no frame, or a time is negative or not a number */
    public Clip {
        if (frames.count() == 0) {
            throw new IllegalArgumentException("a clip needs at least one frame");
        }
        if (!(startSeconds >= 0) || !(durationSeconds >= 0) || Double.isInfinite(startSeconds + durationSeconds)) {
            throw new IllegalArgumentException(
                    "a clip cannot start at " + startSeconds + " s and last " + durationSeconds + " s");
        }
    }

    /** A clip whose pictures are there already. */
    public Clip(double startSeconds, double durationSeconds, List<Frame> frames) {
        this(startSeconds, durationSeconds, FrameSource.of(frames));
    }
}
