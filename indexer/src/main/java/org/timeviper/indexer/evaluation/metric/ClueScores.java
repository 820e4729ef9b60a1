package org.timeviper.indexer.evaluation.metric;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Whether a model finds what its answers should rest on, as CG-Bench reports it (Chen and others, 2024). A model that names no interval has found nothing: the published evaluation leaves it out
 * of the means where its words cannot be read, which flatters.
 *
 * @param iou mIoU: the mean intersection over union of all clues with all that is named
 * @param recall rec.@IoU: the share of questions of more than an intersection over union, mean over 0.1, 0.2 to 0.5
 * @param accuracy acc.@IoU: the share of questions that are answered rightly too; over those that were asked both ways
 */
public record ClueScores(Mean iou, double recall, Mean accuracy) {

    private static final double[] THRESHOLDS = {0.1, 0.2, 0.3, 0.4, 0.5};

    /**
     * @param ious by the questions' identities
     * @param right whether the choice among options is right, by the questions' identities; questions that were not asked so are missing
     */
    public static ClueScores of(Map<String, Double> ious, Map<String, Boolean> right) {
        List<String> both = ious.keySet().stream().filter(right::containsKey).toList();
        return new ClueScores(
                Mean.of(ious.values().stream().mapToDouble(Double::doubleValue)),
                Mean.of(ious.values().stream().mapToDouble(ClueScores::reached)).value(),
                Mean.of(both.stream().mapToDouble(id -> right.get(id) ? reached(ious.get(id)) : 0)));
    }

    /** @return of how many of the thresholds it is more */
    private static double reached(double iou) {
        return (double) DoubleStream.of(THRESHOLDS)
                        .filter(threshold -> iou > threshold)
                        .count()
                / THRESHOLDS.length;
    }
}
