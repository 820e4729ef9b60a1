package org.timeviper.indexer.evaluation.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.metric.ClueOutcome;
import org.timeviper.indexer.evaluation.metric.ClueScores;
import org.timeviper.indexer.evaluation.metric.LengthBuckets;
import org.timeviper.indexer.evaluation.run.Outcome;

/** Clue grounding: mIoU, rec.@IoU, and acc.@IoU with the answers to the same questions as multiple choice. */
final class ClueSection {

    private ClueSection() {}

    /** @param choices multiple choice, of these and of other questions */
    static Section of(
            List<Scored<Item.Clues, Outcome.Grounded>> answers, List<Scored<Item.Choice, Outcome.Chosen>> choices) {
        List<Double> ious = answers.stream().map(ClueSection::iou).toList();
        Map<String, Double> byQuestion = new LinkedHashMap<>();
        answers.forEach(answer -> byQuestion.put(answer.item().choice(), iou(answer)));
        Map<String, Boolean> right = new LinkedHashMap<>();
        choices.forEach(choice ->
                right.put(choice.item().id(), ChoiceSection.outcome(choice).right()));
        ClueScores scores = ClueScores.of(byQuestion, right);
        List<Measure> measures = List.of(
                Intervals.share("clue mIoU", ious),
                Measure.share("rec.@IoU", scores.recall(), answers.size()),
                Measure.share(
                        "acc.@IoU", scores.accuracy().value(), scores.accuracy().count()),
                Measure.share("no interval named", unnamed(answers), answers.size()));
        List<GroupTable> tables = new ArrayList<>(Groups.tables(
                "clue mIoU",
                Groups.breakdown(
                        answers.stream().map(answer -> answer.item().groups()).toList(), ious)));
        tables.add(Groups.byLength(
                "clue mIoU",
                answers.stream()
                        .filter(Scored::looked)
                        .map(answer ->
                                new LengthBuckets.Scored(answer.answered().footageSeconds(), iou(answer)))
                        .toList()));
        return new Section("Clue grounding", measures, tables, Groups.bars(tables));
    }

    private static double unnamed(List<Scored<Item.Clues, Outcome.Grounded>> answers) {
        return (double) answers.stream()
                        .filter(answer -> answer.outcome().spans().isEmpty())
                        .count()
                / answers.size();
    }

    private static double iou(Scored<Item.Clues, Outcome.Grounded> answer) {
        return new ClueOutcome(answer.item().clues(), answer.outcome().spans()).iou();
    }
}
