package org.timeviper.indexer.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.metric.Calibration;
import org.timeviper.indexer.evaluation.metric.ChoiceOutcome;
import org.timeviper.indexer.evaluation.metric.ChoiceScores;
import org.timeviper.indexer.evaluation.metric.LengthBuckets;
import org.timeviper.indexer.evaluation.metric.Mean;
import org.timeviper.indexer.evaluation.run.Outcome;

/** Multiple choice: accuracy in total, by task, by duration. */
final class ChoiceSection {

    private ChoiceSection() {}

    static Section of(List<Scored<Item.Choice, Outcome.Chosen>> answers) {
        List<ChoiceOutcome> outcomes =
                answers.stream().map(ChoiceSection::outcome).toList();
        ChoiceScores scores = ChoiceScores.of(outcomes);
        List<Measure> measures = new ArrayList<>();
        measures.add(Intervals.share(
                "accuracy",
                outcomes.stream().map(outcome -> outcome.right() ? 1.0 : 0.0).toList()));
        Mean overTasks = scores.accuracy().averageOver("task");
        if (overTasks.count() > 0) {
            measures.add(Measure.share("mean of the tasks' accuracies", overTasks.value(), overTasks.count()));
        }
        if (answers.stream().anyMatch(answer -> severalTasks(answer.item()))) {
            Mean each = scores.accuracy().overGroups("task");
            measures.add(Measure.share("accuracy, counted in each task of a question", each.value(), each.count()));
        }
        measures.add(Measure.share(
                "at random",
                Mean.of(answers.stream()
                                .mapToDouble(
                                        answer -> 1.0 / answer.item().options().size()))
                        .value(),
                answers.size()));
        measures.add(Measure.share("no option named", (double) scores.unanswered() / answers.size(), answers.size()));
        Calibration calibration = Calibration.of(answers.stream()
                .filter(Scored::looked)
                .map(answer -> new Calibration.Answered(
                        answer.outcome().confidence(), outcome(answer).right()))
                .toList());
        measures.add(Reliability.error(calibration));
        measures.add(Reliability.agreement(calibration));
        List<GroupTable> tables = new ArrayList<>(Groups.tables("accuracy", scores.accuracy()));
        tables.add(Groups.byLength(
                "accuracy",
                answers.stream()
                        .filter(Scored::looked)
                        .map(answer -> new LengthBuckets.Scored(
                                answer.answered().footageSeconds(),
                                outcome(answer).right() ? 1 : 0))
                        .toList()));
        List<Plot> plots = new ArrayList<>(Groups.bars(tables));
        plots.add(Reliability.plot(calibration));
        return new Section("Multiple choice", measures, tables, plots);
    }

    private static boolean severalTasks(Item.Choice item) {
        return item.groups().values().getOrDefault("task", List.of()).size() > 1;
    }

    static ChoiceOutcome outcome(Scored<Item.Choice, Outcome.Chosen> answer) {
        return new ChoiceOutcome(
                answer.item().groups(), answer.item().answer(), answer.outcome().option());
    }
}
