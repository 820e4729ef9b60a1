package org.timeviper.search.lucene;

import java.util.List;

/**
 * A span of a timeline that answers a search.
 *
 * @param best the best hit in it, which gives the moment its score
 * @param start first second
 * @param end last second
 * @param hits the hits whose spans make up the moment, best first, {@code best} the first
 * @param covered hits that tell of the same span and did not widen it, best first
 */
public record FoundMoment<T>(
        TimedHit<T> best, double start, double end, List<TimedHit<T>> hits, List<TimedHit<T>> covered) {

    public FoundMoment {
        hits = List.copyOf(hits);
        covered = List.copyOf(covered);
    }

    /** @return the best hit's score */
    public double score() {
        return best.score();
    }
}
