package org.timeviper.indexer.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.confidence.Rightness;
import org.timeviper.indexer.evaluation.metric.Calibration;
import org.timeviper.indexer.evaluation.metric.DenseCaptionScores;
import org.timeviper.indexer.evaluation.metric.EventsOutcome;
import org.timeviper.indexer.evaluation.metric.LengthBuckets;
import org.timeviper.indexer.evaluation.metric.Mean;
import org.timeviper.indexer.evaluation.metric.SodaC;
import org.timeviper.indexer.evaluation.metric.StoryCaptions;
import org.timeviper.indexer.evaluation.metric.VerbatimEvents;
import org.timeviper.indexer.evaluation.run.Outcome;

/** Dense captions: events found, what is said of them, and SODA_c. */
final class EventsSection {

    private EventsSection() {}

    static Section of(List<Scored<Item.Events, Outcome.Listed>> answers) {
        DenseCaptionScores scores = DenseCaptionScores.of(
                answers.stream().map(EventsSection::outcome).toList());
        List<Measure> measures = new ArrayList<>();
        measures.add(Intervals.share(
                "events F1", answers.stream().map(EventsSection::eventsF1).toList()));
        scores.at()
                .forEach(at -> measures.add(Measure.share(
                        String.format(Locale.ROOT, "events F1 at IoU %.1f", at.threshold()),
                        at.events().f1(),
                        scores.films())));
        measures.add(Intervals.share(
                "events F1 at IoU 0.5, same words",
                answers.stream()
                        .map(answer -> VerbatimEvents.f1(outcome(answer)))
                        .toList()));
        measures.add(Measure.number(SodaC.NAME, scores.sodaC().f1(), scores.films()));
        measures.add(Measure.number("CIDEr", scores.cider(), scores.films()));
        Mean story =
                StoryCaptions.cider(answers.stream().map(EventsSection::outcome).toList());
        measures.add(Measure.number("CIDEr of all that is told, as one text", story.value(), story.count()));
        Calibration calibration = Calibration.of(answers.stream()
                .flatMap(answer -> Rightness.of(answer.item(), answer.outcome()).stream())
                .toList());
        measures.add(Reliability.error(calibration));
        measures.add(Reliability.agreement(calibration));
        GroupTable byLength = Groups.byLength(
                "events F1",
                answers.stream()
                        .filter(Scored::looked)
                        .map(answer ->
                                new LengthBuckets.Scored(answer.answered().footageSeconds(), eventsF1(answer)))
                        .toList());
        List<GroupTable> tables = new ArrayList<>(Groups.tables(
                "events F1",
                Groups.breakdown(
                        answers.stream().map(answer -> answer.item().groups()).toList(),
                        answers.stream().map(EventsSection::eventsF1).toList())));
        tables.add(byLength);
        List<Plot> plots = new ArrayList<>(Groups.bars(tables));
        plots.add(Reliability.plot(calibration));
        return new Section("Dense captions", measures, tables, plots);
    }

    static double eventsF1(Scored<Item.Events, Outcome.Listed> answer) {
        EventsOutcome outcome = outcome(answer);
        return outcome.annotated() ? DenseCaptionScores.overThresholds(outcome).f1() : 0;
    }

    private static EventsOutcome outcome(Scored<Item.Events, Outcome.Listed> answer) {
        return new EventsOutcome(answer.item().references(), answer.outcome().events());
    }
}
