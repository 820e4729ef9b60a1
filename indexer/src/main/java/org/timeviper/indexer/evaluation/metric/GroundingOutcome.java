package org.timeviper.indexer.evaluation.metric;

import java.util.List;
import java.util.Optional;
import org.timeviper.model.task.Span;

/**
 * When a thing is shown, and when a model says that it is. All spans count from the same moment.
 *
 * @param truth all right answers; empty if it is not shown
 * @param predicted the model's answer; empty if it says that it does not see it, or says nothing that can be read
 */
public record GroundingOutcome(List<Span> truth, Optional<Span> predicted) {

    public GroundingOutcome {
        truth = List.copyOf(truth);
    }

    /** @return whether there is anything to find */
    public boolean shown() {
        return !truth.isEmpty();
    }

    /**
     * @return intersection over union with the truth that fits best; 0 without a prediction, or with one that has no end
     * @throws IllegalStateException if it is not shown: then there is nothing to overlap with
     */
    public double iou() {
        if (!shown()) {
            throw new IllegalStateException("what is not shown has no intersection over union");
        }
        return predicted
                .filter(span -> Double.isFinite(span.length()))
                .map(span -> truth.stream().mapToDouble(span::overlap).max().orElseThrow())
                .orElse(0.0);
    }
}
