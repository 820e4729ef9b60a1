package org.timeviper.search.lucene;

import java.util.Comparator;
import java.util.Objects;

/**
 * A hit that covers a span of a timeline.
 *
 * @param timeline the timeline's identity: the video
 * @param start first second
 * @param end last second, at least {@code start}
 * @param score what hits are ranked by, higher is better
 * @param relevance how well the hit by itself answers, 0 to 1: hits join into one moment only if they answer about equally well
 * @param item what was hit
 */
public record TimedHit<T>(String timeline, double start, double end, double score, double relevance, T item) {

    /** @throws IllegalArgumentException if the span is none or a number is not one */
    public TimedHit {
        Objects.requireNonNull(timeline, "timeline");
        if (!(start <= end) || Double.isInfinite(start) || Double.isInfinite(end)) {
            throw new IllegalArgumentException("A hit cannot run from " + start + " to " + end + " seconds.");
        }
        if (Double.isNaN(score) || !(relevance >= 0 && relevance <= 1)) {
            throw new IllegalArgumentException("A hit's score must be a number and its relevance 0 to 1, not " + score
                    + " and " + relevance + ".");
        }
    }

    /** @return best score first; equal ones by timeline, start and end, so that results do not depend on the order of the hits */
    static Comparator<TimedHit<?>> bestFirst() {
        return Comparator.<TimedHit<?>>comparingDouble(TimedHit::score)
                .reversed()
                .thenComparing(TimedHit::timeline)
                .thenComparingDouble(TimedHit::start)
                .thenComparingDouble(TimedHit::end);
    }
}
