package org.timeviper.indexer.evaluation.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.metric.ProbeJudging;
import org.timeviper.indexer.evaluation.metric.ProbeVerdict;

/** Has descriptions judged, and keeps the verdicts as JSON lines, so that nothing is asked twice. */
public final class Judging {

    private final ProbeJudging judge;
    private final String name;
    private final Path file;

    /**
     * @param name of the judge: verdicts of another one are not taken for this one's
     * @param file where verdicts are kept
     */
    public Judging(ProbeJudging judge, String name, Path file) {
        this.judge = judge;
        this.name = name;
        this.file = file;
    }

    /** @param agreement null where the judge's words hold no verdict */
    private record KeptVerdict(Item.Probe probe, String response, ProbeVerdict.Agreement agreement) {

        static KeptVerdict of(ProbeVerdict verdict) {
            return new KeptVerdict(
                    verdict.probe(), verdict.response(), verdict.agreement().orElse(null));
        }

        ProbeVerdict verdict() {
            return new ProbeVerdict(probe, response, Optional.ofNullable(agreement));
        }
    }

    private record Kept(String id, String judge, String description, List<KeptVerdict> verdicts) {}

    /**
     * Judges what is not judged yet.
     *
     * @param items those that are descriptions with probes are judged
     * @param answers by the items' identities
     * @return verdicts by the items' identities
     * @throws org.timeviper.indexer.evaluation.metric.JudgeFailure if the judge cannot be asked; what it said before is kept
     * @throws UnusableResults if verdicts cannot be read or kept
     */
    public Map<String, List<ProbeVerdict>> verdicts(
            List<Item> items, Map<String, Answered> answers, Evaluation.Watcher watcher) {
        Map<String, String> said = new LinkedHashMap<>();
        Map<String, List<Item.Probe>> probes = new HashMap<>();
        for (Item item : items) {
            Answered answer = answers.get(item.id());
            if (item instanceof Item.Caption caption
                    && !caption.probes().isEmpty()
                    && answer != null
                    && answer.outcome() instanceof Outcome.Said description) {
                said.put(item.id(), description.text());
                probes.put(item.id(), caption.probes());
            }
        }
        Map<String, List<ProbeVerdict>> verdicts = kept(said);
        try (JsonLines lines = JsonLines.open(file)) {
            said.forEach((id, description) -> {
                if (!verdicts.containsKey(id)) {
                    watcher.at(verdicts.size(), said.size(), "judging " + id);
                    List<ProbeVerdict> judged = judge.verdicts(description, probes.get(id));
                    lines.add(new Kept(
                            id,
                            name,
                            description,
                            judged.stream().map(KeptVerdict::of).toList()));
                    verdicts.put(id, judged);
                }
            });
        }
        return verdicts;
    }

    /** Verdicts of this judge on these very descriptions. */
    private Map<String, List<ProbeVerdict>> kept(Map<String, String> said) {
        Map<String, List<ProbeVerdict>> verdicts = new HashMap<>();
        List<String> lines = Files.exists(file) ? JsonLines.read(file) : List.of();
        for (int i = 0; i < lines.size(); i++) {
            Kept kept = JsonLines.parse(file, i + 1, lines.get(i), Kept.class);
            if (kept.judge().equals(name) && kept.description().equals(said.get(kept.id()))) {
                verdicts.put(
                        kept.id(),
                        kept.verdicts().stream().map(KeptVerdict::verdict).toList());
            }
        }
        return verdicts;
    }
}
