package org.timeviper.indexer.http;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
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
                FilterParameters.given(asked.state()).map(state -> one("state", state, VideoState.values())),
                FilterParameters.values("collection", asked.collections(), Attributes::collection),
                FilterParameters.values("tag", asked.tags(), Attributes::tag),
                FilterParameters.values("language", asked.languages(), Attributes::language),
                from,
                to,
                least,
                most,
                one("sort", descending ? sort.substring(1) : sort, VideoQuery.Order.values()),
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

    private static <T extends Enum<T>> T one(String parameter, String given, T[] values) {
        return Optional.of(given)
                .flatMap(name -> Arrays.stream(values)
                        .filter(value -> value.name().equalsIgnoreCase(name))
                        .findFirst())
                .orElseThrow(() -> FilterParameters.invalid("'" + parameter + "' takes one of "
                        + Arrays.stream(values)
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + (parameter.equals("sort") ? ", with a minus before it for the reverse" : "")
                        + " (it is " + VideosEndpoint.shortened(given) + ")."));
    }
}
