package org.timeviper.indexer.evaluation.metric;

import java.util.List;
import java.util.Optional;

/**
 * VDCscore of captions: for each caption the share of its probes that are answered rightly and their mean score, then the mean over captions. A benchmark's number is the mean over the five
 * facets.
 *
 * <p>This counts as the evaluation that AuroraCap's authors put into lmms-eval does: probes whose verdict cannot be read are left out, captions of which nothing is right count 0. A script of
 * the same authors leaves such captions out of the mean, which flatters: its numbers are higher.
 *
 * @param accuracy mean over the captions that have a probe with a readable verdict
 * @param score the same of the scores, 0 to 5
 * @param unread how many probes, of all captions, have a verdict that could not be read
 */
public record VdcScores(Mean accuracy, Mean score, int unread) {

    /** @param captions the verdicts on each caption's probes; one without probes is left out */
    public static VdcScores of(List<List<ProbeVerdict>> captions) {
        List<List<ProbeVerdict.Agreement>> read = captions.stream()
                .map(probes -> probes.stream()
                        .map(ProbeVerdict::agreement)
                        .flatMap(Optional::stream)
                        .toList())
                .filter(agreements -> !agreements.isEmpty())
                .toList();
        long unread = captions.stream()
                .flatMap(List::stream)
                .filter(verdict -> verdict.agreement().isEmpty())
                .count();
        return new VdcScores(
                Mean.of(read.stream().mapToDouble(VdcScores::accuracy)),
                Mean.of(read.stream().mapToDouble(VdcScores::score)),
                (int) unread);
    }

    private static double accuracy(List<ProbeVerdict.Agreement> agreements) {
        return Mean.of(agreements.stream().mapToDouble(agreement -> agreement.matches() ? 1 : 0))
                .value();
    }

    private static double score(List<ProbeVerdict.Agreement> agreements) {
        return Mean.of(agreements.stream().mapToDouble(ProbeVerdict.Agreement::score))
                .value();
    }
}
