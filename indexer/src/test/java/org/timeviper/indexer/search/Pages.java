package org.timeviper.indexer.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.timeviper.api.Moment;
import org.timeviper.api.SearchResults;

/** All pages of a search, put together. What every page says of the whole list has to be so. */
final class Pages {

    private Pages() {}

    /** @param search gives the page after a cursor, the first one for none */
    static List<Moment> together(Function<Optional<String>, SearchResults> search) {
        List<SearchResults> pages = new ArrayList<>();
        List<Moment> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            SearchResults page = search.apply(cursor);
            assertEquals(all.size(), page.from());
            all.addAll(page.moments());
            pages.add(page);
            cursor = Optional.ofNullable(page.next());
            assertTrue(cursor.isEmpty() || !page.moments().isEmpty(), "a page that is followed by another has moments");
        } while (cursor.isPresent());
        for (SearchResults page : pages) {
            assertTrue(page.totalExact() ? page.total() == all.size() : page.total() <= all.size());
            assertEquals(pages.getFirst().confident(), page.confident());
            assertEquals(pages.getFirst().message(), page.message());
        }
        assertTrue(pages.getLast().totalExact());
        eachIsThereOnce(all);
        return all;
    }

    private static void eachIsThereOnce(List<Moment> moments) {
        Map<String, List<Moment>> films = moments.stream().collect(Collectors.groupingBy(Moment::video));
        for (List<Moment> film : films.values()) {
            for (int i = 0; i < film.size(); i++) {
                for (int k = 0; k < i; k++) {
                    Moment one = film.get(i);
                    Moment other = film.get(k);
                    double shared = Math.min(one.end(), other.end()) - Math.max(one.start(), other.start());
                    double shorter = Math.min(one.end() - one.start(), other.end() - other.start());
                    assertTrue(shared <= shorter / 2, () -> one + " is " + other + " once more");
                }
            }
        }
    }
}
