package org.timeviper.indexer.http;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.timeviper.api.VideoListing;
import org.timeviper.api.VideoState;
import org.timeviper.indexer.library.Attributes;
import org.timeviper.indexer.library.VideoQuery;

/** Reads the query parameters that say which videos are listed, and in which order. */
final class ListingParameters {

    private ListingParameters() {}

    /** @throws RuntimeException a problem of status 400 that names the parameter which cannot be taken */
    static VideoQuery read(VideoListing asked) {
        String sort = FilterParameters.given(asked.sort()).orElse("-created");
        boolean descending = sort.startsWith("-");
        Optional<Instant> from = time("createdFrom", asked.createdFrom(), 0);
        Optional<Instant> to = time("createdTo", asked.createdTo(), 1);
        FilterParameters.inOrder("createdFrom", from, "createdTo", to);
        OptionalDouble least = FilterParameters.seconds("minDuration", asked.minDuration());
        OptionalDouble most = FilterParameters.seconds("maxDuration", asked.maxDuration());
        FilterParameters.inOrder(least, most);
        return new VideoQuery(
                FilterParameters.given(asked.name()).map(ListingParameters::writable),
                FilterParameters.given(asked.state())
                        .map(state -> FilterParameters.one("state", state, VideoState.values())),
                FilterParameters.values("collection", asked.collections(), Attributes::collection),
                FilterParameters.values("tag", asked.tags(), Attributes::tag),
                FilterParameters.values("language", asked.languages(), Attributes::language),
                from,
                to,
                least,
                most,
                FilterParameters.one("sort", descending ? sort.substring(1) : sort, VideoQuery.Order.values()),
                descending);
    }

    private static Optional<Instant> time(String name, String given, int daysLater) {
        return FilterParameters.given(given).map(text -> FilterParameters.time(name, text, daysLater));
    }

    private static String writable(String name) {
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw FilterParameters.invalid("'name' must not hold control characters or line breaks.");
        }
        return name;
    }
}
