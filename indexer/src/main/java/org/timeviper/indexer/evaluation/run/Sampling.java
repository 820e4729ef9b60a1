package org.timeviper.indexer.evaluation.run;

import java.util.ArrayList;
import java.util.List;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.indexer.media.Windows;
import org.timeviper.model.FrameSource;
import org.timeviper.model.task.FrameSampling;
import org.timeviper.model.task.Span;

/**
 * How densely footage is sampled, as the published evaluation does it: every {@code round(i·rate of the film/fps)}-th frame, the first {@code maxFrames} of them; footage that
 * gives fewer than {@code minFrames} gives that many, each from the middle of its interval.
 *
 * @param fps frames a second
 * @param minFrames fewest frames
 * @param maxFrames most frames
 * @param windows whether footage that has more frames than that is looked at in windows, as the service does, instead of at its beginning alone
 */
public record Sampling(double fps, int minFrames, int maxFrames, boolean windows) {

    /** How much finer than the wanted frames short footage is decoded, so that a picture lies near the middle of each interval. */
    private static final int FINER = 4;

    /** @throws IllegalArgumentException if a number is out of range */
    public Sampling {
        if (!(fps > 0) || Double.isInfinite(fps) || minFrames < 0 || maxFrames < Math.max(1, minFrames)) {
            throw new IllegalArgumentException("Footage cannot be sampled to " + fps + " frames a second, between "
                    + minFrames + " and " + maxFrames + " frames.");
        }
    }

    /** The published evaluation: one look. */
    public Sampling(double fps, int minFrames, int maxFrames) {
        this(fps, minFrames, maxFrames, false);
    }

    /**
     * The rate at which a film has to be decoded.
     *
     * @param seconds length of the shortest footage that is taken from it
     * @return pictures a second
     */
    double decodingRate(double seconds) {
        return seconds * fps >= minFrames ? fps : Math.max(fps, FINER * minFrames / Math.max(seconds, 1.0 / FINER));
    }

    /**
     * What is looked at by itself of some footage.
     *
     * @param film where the footage is
     * @param footage in seconds of the film
     * @return windows along its shots, none longer than {@link #maxFrames} reach; the footage itself where it is to be looked at once
     */
    List<Span> looks(SampledFilm film, Span footage) {
        return windows ? Windows.looks(film.shots(), footage, longestSeconds()) : List.of(footage);
    }

    /**
     * What some footage is described by.
     *
     * @param film where the footage is
     * @param footage in seconds of the film
     * @return its scenes, none longer than {@link #maxFrames} reach
     */
    List<Span> scenes(SampledFilm film, Span footage) {
        return Windows.scenes(film.shots(), footage, longestSeconds());
    }

    /** Seconds that one look reaches at most. */
    double longestSeconds() {
        return maxFrames / fps;
    }

    /**
     * Chooses the pictures of some footage.
     *
     * @param film decoded at {@link #decodingRate} at least
     * @param footage in seconds of the film
     * @return at least one picture
     */
    FrameSource frames(SampledFilm film, Span footage) {
        double rate = Math.max(film.info().frameRate(), film.fps());
        int total = Math.max(1, (int) Math.round(footage.length() * rate));
        List<Double> seconds = new ArrayList<>();
        for (int index : FrameSampling.indices(total, rate, fps, minFrames, maxFrames)) {
            seconds.add(Math.min(footage.start() + index / rate, footage.end()));
        }
        return film.frames(seconds);
    }
}
