package org.timeviper.indexer.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.confidence.Rightness;
import org.timeviper.indexer.evaluation.metric.Calibration;
import org.timeviper.indexer.evaluation.metric.CaptionScores;
import org.timeviper.indexer.evaluation.metric.FactScores;
import org.timeviper.indexer.evaluation.metric.ProbeVerdict;
import org.timeviper.indexer.evaluation.metric.TokenizedCaption;
import org.timeviper.indexer.evaluation.metric.VdcScores;
import org.timeviper.indexer.evaluation.run.Outcome;

/** Descriptions: what a judge says of them where there is one, the facts that they name where these are known, and the words that they share with people's. */
final class CaptionSection {

    private CaptionSection() {}

    /**
     * @param verdicts a judge's, by the items' identities; empty without a judge
     * @param vocabulary facts that descriptions could name; empty where the benchmark does not tell, and then those that are true of any of these items
     */
    static Section of(
            List<Scored<Item.Caption, Outcome.Said>> answers,
            Map<String, List<ProbeVerdict>> verdicts,
            Set<String> vocabulary) {
        Map<String, List<Scored<Item.Caption, Outcome.Said>>> byFacet = answers.stream()
                .collect(Collectors.groupingBy(answer -> answer.item().facet(), TreeMap::new, Collectors.toList()));
        List<Measure> measures = new ArrayList<>();
        List<GroupTable> tables = new ArrayList<>();
        judged(measures, tables, byFacet, verdicts);
        Set<String> nameable = nameable(answers, vocabulary);
        facts(measures, tables, answers, byFacet, nameable);
        words(measures, answers);
        List<Plot> plots = new ArrayList<>(Groups.bars(tables));
        List<Calibration.Answered> known = truths(answers, nameable);
        if (!known.isEmpty()) {
            Calibration calibration = Calibration.of(known);
            measures.add(Reliability.error(calibration));
            measures.add(Reliability.agreement(calibration));
            plots.add(Reliability.plot(calibration));
        }
        return new Section("Descriptions", measures, tables, plots);
    }

    /** The descriptions of which facts are known, each with whether it names none that is false. */
    private static List<Calibration.Answered> truths(
            List<Scored<Item.Caption, Outcome.Said>> answers, Set<String> known) {
        return answers.stream()
                .filter(Scored::looked)
                .filter(answer -> !answer.item().facts().isEmpty())
                .map(answer -> new Calibration.Answered(
                        answer.outcome().confidence(), Rightness.of(answer.item(), answer.outcome(), known)))
                .toList();
    }

    private static Set<String> nameable(List<Scored<Item.Caption, Outcome.Said>> answers, Set<String> vocabulary) {
        return Stream.concat(vocabulary.stream(), answers.stream().flatMap(answer -> answer.item().facts().stream()))
                .collect(Collectors.toSet());
    }

    /** The benchmark's number is the mean over the facets. */
    private static void judged(
            List<Measure> measures,
            List<GroupTable> tables,
            Map<String, List<Scored<Item.Caption, Outcome.Said>>> byFacet,
            Map<String, List<ProbeVerdict>> verdicts) {
        if (verdicts.isEmpty()) {
            return;
        }
        List<GroupTable.Row> rows = new ArrayList<>();
        double accuracy = 0;
        double score = 0;
        int captions = 0;
        int unread = 0;
        for (Map.Entry<String, List<Scored<Item.Caption, Outcome.Said>>> facet : byFacet.entrySet()) {
            VdcScores scores = VdcScores.of(facet.getValue().stream()
                    .map(answer -> verdicts(answer, verdicts))
                    .toList());
            unread += scores.unread();
            if (scores.accuracy().count() > 0) {
                rows.add(new GroupTable.Row(
                        facet.getKey(),
                        scores.accuracy().value(),
                        scores.accuracy().count()));
                accuracy += scores.accuracy().value();
                score += scores.score().value();
                captions += scores.accuracy().count();
            }
        }
        measures.add(Measure.share("VDCscore, accuracy", accuracy / rows.size(), captions));
        measures.add(Measure.number("VDCscore, 0 to 5", score / rows.size(), captions));
        int judged = verdicts.values().stream().mapToInt(List::size).sum();
        measures.add(Measure.share("verdicts that could not be read", (double) unread / judged, judged));
        tables.add(new GroupTable("VDCscore accuracy", "facet", rows));
    }

    /** A description that is missing answers nothing. */
    private static List<ProbeVerdict> verdicts(
            Scored<Item.Caption, Outcome.Said> answer, Map<String, List<ProbeVerdict>> verdicts) {
        return answer.looked()
                ? verdicts.getOrDefault(answer.item().id(), List.of())
                : answer.item().probes().stream().map(ProbeVerdict::unanswered).toList();
    }

    private static void facts(
            List<Measure> measures,
            List<GroupTable> tables,
            List<Scored<Item.Caption, Outcome.Said>> answers,
            Map<String, List<Scored<Item.Caption, Outcome.Said>>> byFacet,
            Set<String> known) {
        if (answers.stream().allMatch(answer -> answer.item().facts().isEmpty())) {
            return;
        }
        FactScores all = factScores(answers, known);
        measures.add(Measure.share("facts F1", all.f1(), all.captions()));
        measures.add(Measure.share("facts named that are true", all.precision(), all.captions()));
        measures.add(Measure.share("true facts that are named", all.recall(), all.captions()));
        List<GroupTable.Row> rows = new ArrayList<>();
        byFacet.forEach((facet, some) -> {
            FactScores scores = factScores(some, known);
            if (scores.captions() > 0) {
                rows.add(new GroupTable.Row(facet, scores.f1(), scores.captions()));
            }
        });
        tables.add(new GroupTable("facts F1", "facet", rows));
    }

    private static FactScores factScores(List<Scored<Item.Caption, Outcome.Said>> answers, Set<String> known) {
        return FactScores.of(
                answers.stream()
                        .filter(answer -> !answer.item().facts().isEmpty())
                        .map(answer -> new FactScores.Described(
                                answer.outcome().text(),
                                Set.copyOf(answer.item().facts())))
                        .toList(),
                known);
    }

    private static void words(List<Measure> measures, List<Scored<Item.Caption, Outcome.Said>> answers) {
        List<TokenizedCaption> captions = answers.stream()
                .filter(answer -> !answer.item().references().isEmpty())
                .map(answer -> TokenizedCaption.of(
                        answer.outcome().text(), answer.item().references()))
                .toList();
        if (captions.isEmpty()) {
            return;
        }
        CaptionScores scores = CaptionScores.of(captions);
        measures.add(Measure.number("CIDEr", scores.cider(), scores.captions()));
        measures.add(Measure.number("BLEU-4", scores.bleu().four(), scores.captions()));
        measures.add(Measure.number("ROUGE-L", scores.rougeL(), scores.captions()));
        measures.add(Measure.share("word F1", scores.wordF1(), scores.captions()));
    }
}
