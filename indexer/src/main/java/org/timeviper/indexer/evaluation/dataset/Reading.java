package org.timeviper.indexer.evaluation.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.timeviper.indexer.evaluation.Item;

/**
 * What a folder holds of a benchmark.
 *
 * @param items in the order of the annotations; no two have the same id
 * @param missing films that are asked about and not there
 * @param unusable annotations that make no item
 * @param vocabulary facts that descriptions could name, whether any does; empty where the benchmark does not tell
 * @param notes what a reader of its scores has to know of this folder
 */
public record Reading(
        List<Item> items,
        List<MissingFilm> missing,
        List<UnusableAnnotation> unusable,
        Set<String> vocabulary,
        List<String> notes) {

    private static final int TOLD = 5;

    public Reading {
        items = List.copyOf(items);
        missing = List.copyOf(missing);
        unusable = List.copyOf(unusable);
        vocabulary = Set.copyOf(vocabulary);
        notes = List.copyOf(notes);
    }

    /** @return how many annotations there are, with those that make no item */
    public int annotations() {
        return items.size()
                + unusable.size()
                + missing.stream().mapToInt(MissingFilm::annotations).sum();
    }

    /**
     * For those who want all of a benchmark or nothing.
     *
     * @return this reading
     * @throws UnreadableDataset if a film is missing or an annotation unusable; its message names the first few
     */
    public Reading complete() {
        if (missing.isEmpty() && unusable.isEmpty()) {
            return this;
        }
        List<String> told = new ArrayList<>();
        missing.stream().limit(TOLD).map(MissingFilm::toString).forEach(told::add);
        unusable.stream().limit(TOLD).map(UnusableAnnotation::toString).forEach(told::add);
        throw new UnreadableDataset(
                ("Of %d annotations %d can be used: %d films are missing, and %d annotations are not as they should be."
                                + " Fetch them again, or correct them. The first are:%n%s")
                        .formatted(
                                annotations(),
                                items.size(),
                                missing.size(),
                                unusable.size(),
                                String.join(System.lineSeparator(), told)));
    }
}
