package org.timeviper.indexer.evaluation.metric;

import java.util.Comparator;
import java.util.List;
import org.timeviper.indexer.evaluation.TimedText;

/**
 * What happens in a film, and what a model says that happens. All spans count from the same moment; events are put in the order of their time, whatever order they come in.
 *
 * @param references what each annotator saw; one who saw nothing has not looked at this film and is left out
 * @param predicted what the model saw
 */
public record EventsOutcome(List<List<TimedText>> references, List<TimedText> predicted) {

    private static final Comparator<TimedText> BY_TIME = Comparator.comparingDouble(
                    (TimedText event) -> event.span().start())
            .thenComparingDouble(event -> event.span().end())
            .thenComparing(TimedText::text);

    public EventsOutcome {
        references = references.stream()
                .filter(annotator -> !annotator.isEmpty())
                .map(EventsOutcome::inOrder)
                .toList();
        predicted = inOrder(predicted);
    }

    private static List<TimedText> inOrder(List<TimedText> events) {
        return events.stream().sorted(BY_TIME).toList();
    }

    /** @return whether anybody has said what happens: else nothing can be said of the model's events */
    public boolean annotated() {
        return !references.isEmpty();
    }

    /** @return the events of one annotator against the model's: a row an annotated event, a column a predicted one, intersection over union of their spans */
    double[][] overlaps(List<TimedText> annotator) {
        double[][] overlaps = new double[annotator.size()][predicted.size()];
        for (int i = 0; i < annotator.size(); i++) {
            for (int j = 0; j < predicted.size(); j++) {
                overlaps[i][j] =
                        annotator.get(i).span().overlap(predicted.get(j).span());
            }
        }
        return overlaps;
    }
}
