package org.timeviper.api;

import java.util.List;

/**
 * The answer to a search.
 *
 * @param query the query as understood: words, or an expression with all its limits
 * @param confident whether the best moment is one the search can stand for; when false, {@code message} says so and {@code moments} are the nearest there is
 * @param message a sentence for a person when the answer is not confident or there is nothing to search; null otherwise
 * @param moments this page's, best first
 * @param from how many moments come before these, on earlier pages
 * @param total how many moments all pages together have; at least so many unless {@code totalExact}
 * @param totalExact whether {@code total} is exact: the index is only looked through as deep as the pages that are read need it
 * @param next the cursor of the page after this one; null after the last
 * @param facets what the search can be narrowed down by; null unless it was asked for
 * @param tookMillis milliseconds the search took
 */
public record SearchResults(
        String query,
        boolean confident,
        String message,
        List<Moment> moments,
        long from,
        long total,
        boolean totalExact,
        String next,
        SearchFacets facets,
        long tookMillis) {}
