package org.timeviper.indexer.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.confidence.Rightness;
import org.timeviper.indexer.evaluation.metric.Calibration;
import org.timeviper.indexer.evaluation.metric.LengthBuckets;
import org.timeviper.indexer.evaluation.metric.OpenOutcome;
import org.timeviper.indexer.evaluation.metric.OpenScores;
import org.timeviper.indexer.evaluation.run.Outcome;

/** Open questions. */
final class OpenSection {

    private OpenSection() {}

    static Section of(List<Scored<Item.Open, Outcome.Said>> answers) {
        OpenScores scores =
                OpenScores.of(answers.stream().map(OpenSection::outcome).toList());
        List<Scored<Item.Open, Outcome.Said>> shown =
                answers.stream().filter(answer -> outcome(answer).shown()).toList();
        List<Double> right = shown.stream().map(OpenSection::score).toList();
        List<Measure> measures = new ArrayList<>();
        measures.add(Intervals.share("exact or equivalent", right));
        measures.add(
                Measure.share("exact", scores.exact().value(), scores.exact().count()));
        measures.add(Measure.share(
                "word F1", scores.wordF1().value(), scores.wordF1().count()));
        GroundingSection.refusals(
                measures, scores.refusals().refused(), scores.refusals().wronglyRefused());
        Calibration calibration = Calibration.of(answers.stream()
                .filter(Scored::looked)
                .map(answer -> new Calibration.Answered(answer.outcome().confidence(), score(answer) == 1))
                .toList());
        measures.add(Reliability.error(calibration));
        measures.add(Reliability.agreement(calibration));
        List<GroupTable> tables = new ArrayList<>(Groups.tables(
                "exact or equivalent",
                Groups.breakdown(
                        shown.stream().map(answer -> answer.item().groups()).toList(), right)));
        tables.add(Groups.byLength(
                "exact or equivalent",
                shown.stream()
                        .filter(Scored::looked)
                        .map(answer ->
                                new LengthBuckets.Scored(answer.answered().footageSeconds(), score(answer)))
                        .toList()));
        List<Plot> plots = new ArrayList<>(Groups.bars(tables));
        plots.add(Reliability.plot(calibration));
        return new Section("Open questions", measures, tables, plots);
    }

    static OpenOutcome outcome(Scored<Item.Open, Outcome.Said> answer) {
        return new OpenOutcome(
                answer.item().answers(),
                answer.outcome().shown() ? Optional.of(answer.outcome().text()) : Optional.empty());
    }

    static double score(Scored<Item.Open, Outcome.Said> answer) {
        return Rightness.of(answer.item(), answer.outcome()) ? 1 : 0;
    }
}
