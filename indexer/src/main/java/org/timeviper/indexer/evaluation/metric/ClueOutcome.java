package org.timeviper.indexer.evaluation.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.timeviper.model.task.Span;

/**
 * Which intervals hold the clue to a question, and which a model names. All count from the same moment.
 *
 * @param truth at least one
 * @param predicted the model's, in any order, perhaps overlapping; none if it names none
 */
public record ClueOutcome(List<Span> truth, List<Span> predicted) {

    public ClueOutcome {
        truth = List.copyOf(truth);
        predicted = List.copyOf(predicted);
    }

    /** @return seconds that are in both, of the seconds that are in either; 0 if there are none */
    public double iou() {
        List<Span> right = merged(truth);
        List<Span> said = merged(predicted);
        double both = 0;
        for (Span one : right) {
            for (Span other : said) {
                both += Math.max(0, Math.min(one.end(), other.end()) - Math.max(one.start(), other.start()));
            }
        }
        double either = seconds(right) + seconds(said) - both;
        return either > 0 ? both / either : 0;
    }

    private static double seconds(List<Span> spans) {
        return spans.stream().mapToDouble(Span::length).sum();
    }

    private static List<Span> merged(List<Span> spans) {
        List<Span> merged = new ArrayList<>();
        for (Span span :
                spans.stream().sorted(Comparator.comparingDouble(Span::start)).toList()) {
            if (!merged.isEmpty() && span.start() <= merged.getLast().end()) {
                Span before = merged.removeLast();
                merged.add(new Span(before.start(), Math.max(before.end(), span.end())));
            } else {
                merged.add(span);
            }
        }
        return merged;
    }
}
