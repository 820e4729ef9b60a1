package org.timeviper.indexer.evaluation.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.timeviper.indexer.evaluation.Item;

/**
 * The folder of a run: a file of answers for each part of the benchmark that somebody has put to the model, and one of verdicts for each that was judged.
 *
 * @param path the folder, which need not be there yet
 * @param run whose answers count
 */
public record AnswerFolder(Path path, RunDescription run) {

    /** @return where the answers of a part are kept */
    public Path answers(Shard part) {
        return path.resolve("results-" + named(part));
    }

    /** @return where the verdicts on a part's descriptions are kept */
    public Path verdicts(Shard part) {
        return path.resolve("verdicts-" + named(part));
    }

    private static String named(Shard part) {
        return part.number() + "-of-" + part.count() + ".jsonl";
    }

    /** @return all files of verdicts that are there */
    public List<Path> verdicts() {
        return files("verdicts");
    }

    /**
     * What this run has answered of some items, as they are now: answers to other questions of the same ids are not theirs.
     *
     * @return by the items' identities
     * @throws UnusableResults if a file is damaged
     */
    public Map<String, Answered> to(List<Item> items) {
        return to(items, files("results"));
    }

    /**
     * Which items need not be answered by a part, so that a run may be cut into parts anew.
     *
     * @param again whether those that could not be looked at are to be tried again
     * @return those that other parts have answered
     */
    public Set<String> answeredElsewhere(List<Item> items, Shard part, boolean again) {
        Path own = answers(part);
        Map<String, Answered> others = to(
                items,
                files("results").stream().filter(file -> !file.equals(own)).toList());
        if (again) {
            others.values().removeIf(one -> one.outcome() instanceof Outcome.Failed);
        }
        return others.keySet();
    }

    private Map<String, Answered> to(List<Item> items, List<Path> files) {
        Map<String, String> asked = items.stream().collect(Collectors.toMap(Item::id, Asked::digest));
        Map<String, Answered> answers = new LinkedHashMap<>();
        for (Path file : files) {
            ResultFile.read(file)
                    .filter(content -> content.run().equals(run))
                    .ifPresent(content -> content.answered().values().stream()
                            .filter(one -> one.asked().equals(asked.get(one.id())))
                            .forEach(one -> answers.merge(one.id(), one, AnswerFolder::better)));
        }
        return answers;
    }

    /** The later one, but for a failure after an answer. */
    private static Answered better(Answered first, Answered next) {
        return next.outcome() instanceof Outcome.Failed ? first : next;
    }

    private List<Path> files(String kind) {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.getFileName().toString().matches(kind + "-\\d+-of-\\d+\\.jsonl"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UnusableResults(path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
