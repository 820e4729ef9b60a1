package org.timeviper.indexer.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.confidence.Rightness;
import org.timeviper.indexer.evaluation.metric.Calibration;
import org.timeviper.indexer.evaluation.metric.GroundingOutcome;
import org.timeviper.indexer.evaluation.metric.GroundingScores;
import org.timeviper.indexer.evaluation.metric.LengthBuckets;
import org.timeviper.indexer.evaluation.metric.Mean;
import org.timeviper.indexer.evaluation.run.Outcome;

/** Temporal grounding: mIoU, R1@0.3/0.5/0.7, and whether what is not shown is refused. */
final class GroundingSection {

    private static final int STEPS = 20;

    private GroundingSection() {}

    static Section of(List<Scored<Item.Grounding, Outcome.Grounded>> answers) {
        List<Scored<Item.Grounding, Outcome.Grounded>> shown = answers.stream()
                .filter(answer -> !answer.item().spans().isEmpty())
                .toList();
        List<Double> ious = shown.stream().map(answer -> outcome(answer).iou()).toList();
        Calibration calibration = Calibration.of(answers.stream()
                .filter(Scored::looked)
                .map(answer -> new Calibration.Answered(
                        answer.outcome().confidence(), Rightness.of(answer.item(), answer.outcome())))
                .toList());
        List<GroupTable> tables = new ArrayList<>(Groups.tables(
                "mIoU",
                Groups.breakdown(
                        shown.stream().map(answer -> answer.item().groups()).toList(), ious)));
        tables.add(Groups.byLength(
                "mIoU",
                shown.stream()
                        .filter(Scored::looked)
                        .map(answer -> new LengthBuckets.Scored(
                                answer.answered().footageSeconds(),
                                outcome(answer).iou()))
                        .toList()));
        List<Plot> plots = new ArrayList<>(List.of(recall(ious)));
        plots.addAll(Groups.bars(tables));
        plots.add(Reliability.plot(calibration));
        return new Section("Temporal grounding", measures(answers, ious, calibration), tables, plots);
    }

    private static List<Measure> measures(
            List<Scored<Item.Grounding, Outcome.Grounded>> answers, List<Double> ious, Calibration calibration) {
        GroundingScores scores = GroundingScores.of(
                answers.stream().map(GroundingSection::outcome).toList());
        int shown = scores.iou().count();
        List<Measure> measures = new ArrayList<>();
        measures.add(Intervals.share("mIoU", ious));
        measures.add(Measure.share("R1@0.3", scores.recallAt30(), shown));
        measures.add(Measure.share("R1@0.5", scores.recallAt50(), shown));
        measures.add(Measure.share("R1@0.7", scores.recallAt70(), shown));
        refusals(measures, scores.refusals().refused(), scores.refusals().wronglyRefused());
        measures.add(Reliability.error(calibration));
        measures.add(Reliability.agreement(calibration));
        return measures;
    }

    static void refusals(List<Measure> measures, Mean refused, Mean wronglyRefused) {
        if (refused.count() > 0) {
            measures.add(Measure.share("not shown: refused", refused.value(), refused.count()));
        }
        measures.add(Measure.share("shown: wrongly refused", wronglyRefused.value(), wronglyRefused.count()));
    }

    private static Plot recall(List<Double> ious) {
        List<Double> thresholds = IntStream.rangeClosed(0, STEPS)
                .mapToObj(i -> (double) i / STEPS)
                .toList();
        List<Double> recalls = thresholds.stream()
                .map(threshold ->
                        (double) ious.stream().filter(iou -> iou >= threshold).count() / Math.max(1, ious.size()))
                .toList();
        return new Plot.Curve(
                "Found at least this well", "intersection over union", "share of descriptions", thresholds, recalls);
    }

    static GroundingOutcome outcome(Scored<Item.Grounding, Outcome.Grounded> answer) {
        return new GroundingOutcome(
                answer.item().spans(), answer.outcome().spans().stream().findFirst());
    }
}
