package org.timeviper.indexer.evaluation.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.metric.ChoiceJudging;
import org.timeviper.indexer.evaluation.metric.ProbeJudging;
import org.timeviper.indexer.evaluation.metric.ProbePrompts;
import org.timeviper.indexer.evaluation.metric.ProbeVerdict;

/**
 * Has descriptions judged, and keeps the verdicts as JSON lines, so that nothing is asked twice. Each part of a benchmark writes a file of its own, and reads all of them.
 */
public final class Judging {

    private final ProbeJudging judge;
    private final ChoiceJudging chooser;
    private final String name;
    private final ProbePrompts prompts;
    private final AnswerFolder folder;

    /**
     * @param judge of descriptions that answer questions in any words
     * @param chooser of descriptions that answer one question with options
     * @param name of the judge: verdicts of another one are not taken for this one's
     * @param prompts what it is told: nor are verdicts of one that was told otherwise
     * @param folder where verdicts are kept
     */
    public Judging(ProbeJudging judge, ChoiceJudging chooser, String name, ProbePrompts prompts, AnswerFolder folder) {
        this.judge = judge;
        this.chooser = chooser;
        this.name = name;
        this.prompts = prompts;
        this.folder = folder;
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

    private record Kept(String id, String judge, String prompts, String description, List<KeptVerdict> verdicts) {

        List<ProbeVerdict> all() {
            return verdicts.stream().map(KeptVerdict::verdict).toList();
        }
    }

    /**
     * What is to be judged.
     *
     * @param words the description
     * @param probes what it should answer
     * @param byChoice whether the judge chooses among options
     */
    private record Description(String words, List<Item.Probe> probes, boolean byChoice) {}

    /**
     * Judges what is not judged yet.
     *
     * @param items of the part that is judged here; those that are descriptions with probes are
     * @param answers by the items' identities
     * @throws org.timeviper.indexer.evaluation.metric.JudgeFailure if the judge cannot be asked; what it said before is kept
     * @throws UnusableResults if verdicts cannot be read or kept
     */
    public void judge(Shard part, List<Item> items, Map<String, Answered> answers, Evaluation.Watcher watcher) {
        Map<String, Description> said = said(items, answers);
        Map<String, List<ProbeVerdict>> before = kept(said);
        try (JsonLines lines = JsonLines.open(folder.verdicts(part))) {
            int done = before.size();
            for (Map.Entry<String, Description> one : said.entrySet()) {
                String id = one.getKey();
                if (!before.containsKey(id)) {
                    watcher.at(done, said.size(), "judging " + id);
                    Description description = one.getValue();
                    List<ProbeVerdict> judged = verdicts(description);
                    lines.add(new Kept(
                            id,
                            name,
                            told(description.byChoice()),
                            description.words(),
                            judged.stream().map(KeptVerdict::of).toList()));
                    done++;
                }
            }
        }
    }

    private List<ProbeVerdict> verdicts(Description description) {
        return description.byChoice()
                ? description.probes().stream()
                        .map(probe -> chooser.verdict(description.words(), probe))
                        .toList()
                : judge.verdicts(description.words(), description.probes());
    }

    /** @return what tells the words that the judge was told from others */
    private String told(boolean byChoice) {
        return Asked.digest(
                byChoice
                        ? List.of(prompts.choosingRole(), prompts.choosingTask())
                        : List.of(
                                prompts.answeringRole(),
                                prompts.answeringTask(),
                                prompts.comparingRole(),
                                prompts.comparingTask()));
    }

    /**
     * What this judge has said of some descriptions, in whichever part.
     *
     * @param answers by the items' identities
     * @return verdicts by the items' identities; none of what is not judged yet
     * @throws UnusableResults if a file of verdicts is damaged
     */
    public Map<String, List<ProbeVerdict>> verdicts(List<Item> items, Map<String, Answered> answers) {
        return kept(said(items, answers));
    }

    private static Map<String, Description> said(List<Item> items, Map<String, Answered> answers) {
        Map<String, Description> said = new LinkedHashMap<>();
        for (Item item : items) {
            Answered answer = answers.get(item.id());
            if (answer != null && answer.outcome() instanceof Outcome.Said words) {
                if (item instanceof Item.Caption caption && !caption.probes().isEmpty()) {
                    said.put(item.id(), new Description(words.text(), caption.probes(), false));
                } else if (item instanceof Item.Instructed instructed) {
                    said.put(item.id(), new Description(words.text(), List.of(instructed.probe()), true));
                }
            }
        }
        return said;
    }

    /** Verdicts of this judge, told the same, on these very descriptions and probes. */
    private Map<String, List<ProbeVerdict>> kept(Map<String, Description> said) {
        Map<String, List<ProbeVerdict>> verdicts = new HashMap<>();
        for (Path file : folder.verdicts()) {
            List<String> lines = JsonLines.read(file);
            for (int i = 0; i < lines.size(); i++) {
                Kept kept = JsonLines.parse(file, i + 1, lines.get(i), Kept.class);
                if (isOf(kept, said.get(kept.id()))) {
                    verdicts.put(kept.id(), kept.all());
                }
            }
        }
        return verdicts;
    }

    private boolean isOf(Kept kept, Description description) {
        return description != null
                && kept.judge().equals(name)
                && told(description.byChoice()).equals(kept.prompts())
                && kept.description().equals(description.words())
                && kept.verdicts().stream().map(KeptVerdict::probe).toList().equals(description.probes());
    }
}
