package org.timeviper.indexer.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.timeviper.api.VideoFilter;
import org.timeviper.api.VideoListing;
import org.timeviper.api.VideoState;
import org.timeviper.indexer.library.DescribedBy;
import org.timeviper.indexer.library.ModelIdentity;
import org.timeviper.indexer.library.VideoQuery;

/** Reads the query parameters that say which videos are listed, and in which order. */
final class ListingParameters {

    private enum Stale {
        TRUE,
        FALSE
    }

    private ListingParameters() {}

    /**
     * @param present tells the present model, if that is asked for
     * @throws RuntimeException a problem of status 400 that names the parameter which cannot be taken
     */
    static VideoQuery read(VideoListing asked, Supplier<ModelIdentity> present) {
        String sort = FilterParameters.given(asked.sort()).orElse("-created");
        boolean descending = sort.startsWith("-");
        return new VideoQuery(
                FilterParameters.given(asked.name()).map(ListingParameters::writable),
                FilterParameters.given(asked.state())
                        .map(state -> FilterParameters.one("state", state, VideoState.values())),
                FilterParameters.conditions(conditions(asked), "createdFrom", "createdTo"),
                describedBy(asked, present),
                FilterParameters.one("sort", descending ? sort.substring(1) : sort, VideoQuery.Order.values()),
                descending);
    }

    private static List<DescribedBy> describedBy(VideoListing asked, Supplier<ModelIdentity> present) {
        List<DescribedBy> wanted = new ArrayList<>();
        FilterParameters.given(asked.model()).ifPresent(model -> wanted.add(new DescribedBy.Named(model)));
        FilterParameters.given(asked.stale())
                .map(stale -> FilterParameters.one("stale", stale, Stale.values()))
                .ifPresent(stale -> wanted.add(
                        switch (stale) {
                            case TRUE -> new DescribedBy.NotBy(present.get());
                            case FALSE -> new DescribedBy.Exactly(present.get());
                        }));
        return wanted;
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
