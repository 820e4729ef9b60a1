package org.timeviper.indexer.evaluation.dataset;

import java.util.List;
import org.timeviper.indexer.evaluation.Transition;

/** Edits as ClipShots writes them: {@code [[311, 334], [502, 503]]}, the last frame of a shot and the first of the next. */
final class Transitions {

    private Transitions() {}

    static List<Transition> of(Annotation film, String field) {
        return film.wholePairs(field).stream()
                .map(pair -> transition(film, field, pair.getFirst(), pair.getLast()))
                .toList();
    }

    private static Transition transition(Annotation film, String field, int last, int first) {
        if (last < 0 || first <= last) {
            throw film.rejected(
                    field,
                    "has an edit from frame " + last + " to " + first
                            + ": a shot begins behind the last one's last frame");
        }
        return new Transition(last, first);
    }
}
