package org.timeviper.indexer.evaluation.metric;

import java.util.List;

/**
 * Temporal grounding, as Charades-STA, ActivityNet and TVGBench report it. Over the items that are shown, a missing prediction counting as an overlap of 0; the items that are not
 * shown are told by {@code refusals} alone.
 *
 * @param iou mIoU: the mean intersection over union
 * @param recallAt30 R1@0.3: the share of items whose intersection over union is more than 0.3, as the published evaluation of TimeViper counts it
 * @param recallAt50 R1@0.5
 * @param recallAt70 R1@0.7
 */
public record GroundingScores(Mean iou, double recallAt30, double recallAt50, double recallAt70, Refusals refusals) {

    /** @param items all descriptions, those of what is not shown too */
    public static GroundingScores of(List<GroundingOutcome> items) {
        double[] ious = items.stream()
                .filter(GroundingOutcome::shown)
                .mapToDouble(GroundingOutcome::iou)
                .toArray();
        return new GroundingScores(
                Mean.of(ious),
                recall(ious, 0.3),
                recall(ious, 0.5),
                recall(ious, 0.7),
                Refusals.of(
                        items, GroundingOutcome::shown, item -> item.predicted().isEmpty()));
    }

    private static double recall(double[] ious, double threshold) {
        double[] reached = new double[ious.length];
        for (int i = 0; i < ious.length; i++) {
            reached[i] = ious[i] > threshold ? 1 : 0;
        }
        return Mean.of(reached).value();
    }
}
