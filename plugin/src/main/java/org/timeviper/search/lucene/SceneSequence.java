package org.timeviper.search.lucene;

import java.util.Comparator;
import java.util.List;

/**
 * Scenes of one video that stand in time as they were looked for.
 *
 * @param span the film's span that the search is about there
 * @param hits the scenes, in the order in which they were named
 * @param gapMillis the times between them, added up, in milliseconds
 */
public record SceneSequence(TimeSpan span, List<SceneHit> hits, long gapMillis) implements Timed {

    static final Comparator<SceneSequence> BY_PLACE = Comparator.comparing(
                    (SceneSequence sequence) -> sequence.video().id())
            .thenComparing(SceneSequence::span)
            .thenComparingLong(SceneSequence::gapMillis);

    /** @throws IllegalArgumentException if there is no scene */
    public SceneSequence {
        hits = List.copyOf(hits);
        if (hits.isEmpty()) {
            throw new IllegalArgumentException("A sequence without scenes.");
        }
    }

    /** @return the video that it is in */
    public IndexedVideo video() {
        return hits.getFirst().scene().video();
    }

    /** @return how much of the query's words the captions hold, on average, 0 to 1 */
    double words() {
        return hits.stream()
                .mapToDouble(hit -> hit.scored().coverage())
                .average()
                .orElseThrow();
    }

    /** @return how well the least of the scenes answers */
    Evidence evidence() {
        return hits.stream()
                .map(SceneHit::evidence)
                .min(Comparator.comparingDouble(Evidence::value))
                .orElseThrow();
    }
}
