package org.timeviper.model;

import java.util.List;

/**
 * A stretch of film as the model sees it.
 *
 * @param startSeconds where it begins in the film
 * @param durationSeconds how long it lasts
 * @param frames evenly sampled, in order
 */
public record Clip(double startSeconds, double durationSeconds, List<Frame> frames) {

    /** @throws IllegalArgumentException if there is no frame, or a time is negative or not a number */
    public Clip {
        frames = List.copyOf(frames);
        times(startSeconds, durationSeconds, frames);
    }

    /** The clip without its pictures. */
    public ClipTimes times() {
        return times(startSeconds, durationSeconds, frames);
    }

    private static ClipTimes times(double start, double duration, List<Frame> frames) {
        return new ClipTimes(
                start, duration, frames.stream().map(Frame::seconds).toList());
    }
}
