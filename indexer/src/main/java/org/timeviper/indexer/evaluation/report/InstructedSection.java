package org.timeviper.indexer.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.metric.ProbeVerdict;
import org.timeviper.indexer.evaluation.run.Outcome;

/** Captions by a benchmark's own instruction: of how many a judge tells what is asked about them. Only a judge can score them. */
final class InstructedSection {

    private InstructedSection() {}

    /** @param verdicts a judge's, by the items' identities, on each of these that was looked at */
    static Section of(List<Scored<Item.Instructed, Outcome.Said>> answers, Map<String, List<ProbeVerdict>> verdicts) {
        List<Double> right = answers.stream()
                .map(answer -> right(answer, verdicts) ? 1.0 : 0.0)
                .toList();
        List<GroupTable> tables = new ArrayList<>(Groups.tables(
                "captioning accuracy",
                Groups.breakdown(
                        answers.stream().map(answer -> answer.item().groups()).toList(), right)));
        return new Section(
                "Captioning", List.of(Intervals.share("captioning accuracy", right)), tables, Groups.bars(tables));
    }

    /** A caption that is missing tells nothing. */
    private static boolean right(
            Scored<Item.Instructed, Outcome.Said> answer, Map<String, List<ProbeVerdict>> verdicts) {
        return answer.looked()
                && verdicts.get(answer.item().id()).stream()
                        .flatMap(verdict -> verdict.agreement().stream())
                        .anyMatch(ProbeVerdict.Agreement::matches);
    }
}
