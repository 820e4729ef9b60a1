package org.timeviper.indexer.evaluation.metric;

import java.util.Comparator;
import java.util.List;
import org.timeviper.indexer.evaluation.Transition;

/**
 * The edits of a film, and those that were found.
 *
 * @param annotated in any order
 * @param found in any order
 */
public record EditsOutcome(List<Transition> annotated, List<Transition> found) {

    private static final Comparator<Transition> BY_TIME =
            Comparator.comparingInt(Transition::last).thenComparingInt(Transition::first);

    public EditsOutcome {
        annotated = annotated.stream().sorted(BY_TIME).toList();
        found = found.stream().sorted(BY_TIME).toList();
    }
}
