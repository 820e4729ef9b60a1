package org.timeviper.indexer.evaluation.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.timeviper.indexer.evaluation.Item;

/** The answers of a run: a line that says what they were got from, then one line an item. Goes on where it was broken off; for one process at a time. */
public final class ResultFile implements AutoCloseable {

    private final JsonLines lines;
    private final Map<String, Answered> answered;

    private ResultFile(JsonLines lines, Map<String, Answered> answered) {
        this.lines = lines;
        this.answered = answered;
    }

    /**
     * What a file holds.
     *
     * @param answered by the items' identities
     */
    public record Content(RunDescription run, Map<String, Answered> answered) {}

    /**
     * Opens a file to go on with it, or begins one.
     *
     * @throws UnusableResults if it is damaged, of another run, in use, or cannot be written
     */
    public static ResultFile open(Path file, RunDescription run) {
        JsonLines lines = JsonLines.open(file);
        try {
            Optional<Content> before = read(file);
            if (before.isEmpty()) {
                lines.add(run);
            } else if (!before.get().run().equals(run)) {
                throw new UnusableResults(
                        file + " holds answers of another run (" + before.get().run() + "), and this one is " + run
                                + ". Name another folder with --out, or remove the file.");
            }
            return new ResultFile(lines, before.map(Content::answered).orElseGet(LinkedHashMap::new));
        } catch (RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    /**
     * Reads a file that may be in use.
     *
     * @return empty if it is not there or has no line yet
     * @throws UnusableResults if it is damaged
     */
    public static Optional<Content> read(Path file) {
        List<String> lines = Files.exists(file) ? JsonLines.read(file) : List.of();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Answered> answered = new LinkedHashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            Answered one = JsonLines.parse(file, i + 1, lines.get(i), Answered.class);
            answered.put(one.id(), one);
        }
        return Optional.of(new Content(JsonLines.parse(file, 1, lines.getFirst(), RunDescription.class), answered));
    }

    /** @return what is answered, by the items' identities */
    public Map<String, Answered> answered() {
        return Map.copyOf(answered);
    }

    /**
     * Adds an answer; one to the same item, or to another one of its id, takes the place of the earlier one.
     *
     * @throws UnusableResults if it cannot be written
     */
    public void add(Answered one) {
        lines.add(one);
        answered.put(one.id(), one);
    }

    /** @return whether an item is answered, as it is now */
    public boolean holds(Item item) {
        Answered before = answered.get(item.id());
        return before != null && before.answers(item);
    }

    /** Forgets the items that could not be looked at, so that they are tried again; their lines stay until there is a newer one. */
    public void forgetFailures() {
        answered.values().removeIf(one -> one.outcome() instanceof Outcome.Failed);
    }

    @Override
    public void close() {
        lines.close();
    }
}
