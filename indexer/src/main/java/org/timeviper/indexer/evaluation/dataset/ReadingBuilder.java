package org.timeviper.indexer.evaluation.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.timeviper.indexer.evaluation.Item;

/** Gathers what a folder holds: every annotation becomes an item or a reason why it is none. */
final class ReadingBuilder {

    private final List<Item> items = new ArrayList<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, MissingFilm> missing = new LinkedHashMap<>();
    private final List<UnusableAnnotation> unusable = new ArrayList<>();
    private final Set<String> vocabulary = new HashSet<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * Takes what an annotation makes.
     *
     * @param item may throw {@link Rejected} or {@link FilmMissing}
     */
    void add(Annotation annotation, Supplier<Item> item) {
        attempt(annotation, () -> {
            Item made = item.get();
            Place earlier = places.putIfAbsent(made.id(), annotation.place());
            if (earlier != null) {
                throw annotation.rejected(
                        "", "has the id '%s', which stands at %s already".formatted(made.id(), earlier));
            }
            items.add(made);
        });
    }

    /**
     * Does something with an annotation that is no item by itself.
     *
     * @param work may throw {@link Rejected} or {@link FilmMissing}
     */
    void attempt(Annotation annotation, Runnable work) {
        try {
            work.run();
        } catch (FilmMissing e) {
            MissingFilm film = e.askedForAt(annotation.place());
            missing.merge(film.name(), film, MissingFilm::and);
        } catch (Rejected e) {
            reject(e.annotation());
        }
    }

    void reject(UnusableAnnotation annotation) {
        unusable.add(annotation);
    }

    /** Takes facts that descriptions could name. */
    void nameable(List<String> facts) {
        vocabulary.addAll(facts);
    }

    /** Takes what a reader of the scores has to know of this folder. */
    void note(String note) {
        notes.add(note);
    }

    Reading build() {
        return new Reading(items, List.copyOf(missing.values()), unusable, vocabulary, notes);
    }
}
