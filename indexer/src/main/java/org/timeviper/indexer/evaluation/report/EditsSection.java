package org.timeviper.indexer.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.metric.EditScores;
import org.timeviper.indexer.evaluation.metric.EditsOutcome;
import org.timeviper.indexer.evaluation.metric.LengthBuckets;
import org.timeviper.indexer.evaluation.run.Outcome;

/** Edits: how many of the cuts, dissolves and fades are found where they are, and how much of what is found is one. */
final class EditsSection {

    private static final String BY_FILM = "F1, mean of the films'";

    private EditsSection() {}

    static Section of(List<Scored<Item.Edits, Outcome.Edited>> answers) {
        EditScores scores =
                EditScores.of(answers.stream().map(EditsSection::outcome).toList());
        List<Double> byFilm = answers.stream().map(EditsSection::f1).toList();
        List<Measure> measures = List.of(
                Measure.share("F1", scores.f1(), scores.edits()),
                Measure.share("precision", scores.precision(), scores.found()),
                Measure.share("recall", scores.recall(), scores.edits()),
                Measure.share(
                        "recall of cuts", scores.cuts().recall(), scores.cuts().edits()),
                Measure.share(
                        "recall of gradual edits",
                        scores.gradual().recall(),
                        scores.gradual().edits()),
                Intervals.share(BY_FILM, byFilm));
        List<GroupTable> tables = new ArrayList<>(Groups.tables(
                BY_FILM,
                Groups.breakdown(
                        answers.stream().map(answer -> answer.item().groups()).toList(), byFilm)));
        tables.add(Groups.byLength(
                BY_FILM,
                answers.stream()
                        .filter(Scored::looked)
                        .map(answer ->
                                new LengthBuckets.Scored(answer.answered().footageSeconds(), f1(answer)))
                        .toList()));
        return new Section("Edits, told without the model", measures, tables, Groups.bars(tables));
    }

    private static double f1(Scored<Item.Edits, Outcome.Edited> answer) {
        return EditScores.of(List.of(outcome(answer))).f1();
    }

    private static EditsOutcome outcome(Scored<Item.Edits, Outcome.Edited> answer) {
        return new EditsOutcome(answer.item().transitions(), answer.outcome().transitions());
    }
}
