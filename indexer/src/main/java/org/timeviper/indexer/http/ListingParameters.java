package org.timeviper.indexer.http;

import org.timeviper.api.VideoFilter;
import org.timeviper.api.VideoListing;
import org.timeviper.api.VideoState;
import org.timeviper.indexer.library.VideoQuery;

/** Reads the query parameters that say which videos are listed, and in which order. */
final class ListingParameters {

    private ListingParameters() {}

    /** @throws RuntimeException a problem of status 400 that names the parameter which cannot be taken */
    static VideoQuery read(VideoListing asked) {
        String sort = FilterParameters.given(asked.sort()).orElse("-created");
        boolean descending = sort.startsWith("-");
        return new VideoQuery(
                FilterParameters.given(asked.name()).map(ListingParameters::writable),
                FilterParameters.given(asked.state())
                        .map(state -> FilterParameters.one("state", state, VideoState.values())),
                FilterParameters.conditions(conditions(asked), "createdFrom", "createdTo"),
                FilterParameters.one("sort", descending ? sort.substring(1) : sort, VideoQuery.Order.values()),
                descending);
    }

    private static VideoFilter conditions(VideoListing asked) {
        return new VideoFilter(
                null,
                asked.collections(),
                asked.tags(),
                asked.languages(),
                asked.metadata(),
                asked.createdFrom(),
                asked.createdTo(),
                asked.minDuration(),
                asked.maxDuration(),
                null);
    }

    private static String writable(String name) {
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw FilterParameters.invalid("'name' must not hold control characters or line breaks.");
        }
        return name;
    }
}
