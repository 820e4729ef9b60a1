package org.timeviper.indexer.evaluation.metric;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.timeviper.indexer.evaluation.TimedText;

/**
 * Whether events are found when they happen, whatever is said of them, as the evaluation of ActivityNet Captions (Krishna et al. 2017) counts it: a predicted event is right if it
 * overlaps <em>any</em> annotated event by more than a threshold, an annotated one is found if any predicted one overlaps it so. Two predictions of the same event are both right.
 * With several annotators, precision is that of the annotator where it is best, and so is recall, which may be another one.
 */
final class EventDetection {

    private EventDetection() {}

    /**
     * @param film annotated
     * @param threshold intersection over union that must be exceeded
     * @return precision 0 if nothing was predicted
     */
    static PrecisionRecall of(EventsOutcome film, double threshold) {
        double precision = 0;
        double recall = 0;
        for (List<TimedText> annotator : film.references()) {
            double[][] overlaps = film.overlaps(annotator);
            long found = Arrays.stream(overlaps)
                    .filter(row -> Arrays.stream(row).anyMatch(overlap -> overlap > threshold))
                    .count();
            long right = IntStream.range(0, film.predicted().size())
                    .filter(j -> Arrays.stream(overlaps).anyMatch(row -> row[j] > threshold))
                    .count();
            recall = Math.max(recall, (double) found / annotator.size());
            precision =
                    Math.max(precision, right / Math.max(1.0, film.predicted().size()));
        }
        return PrecisionRecall.of(precision, recall);
    }
}
