package org.timeviper.indexer.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.timeviper.api.SuggestResource;
import org.timeviper.api.Suggestions;
import org.timeviper.indexer.search.QuerySuggestions;

/** Completions for a query box over HTTP. */
@Singleton
@Blocking
public final class SuggestEndpoint implements SuggestResource {

    private final QuerySuggestions suggestions;

    @Inject
    SuggestEndpoint(QuerySuggestions suggestions) {
        this.suggestions = suggestions;
    }

    @Override
    public Suggestions suggest(String typed, int limit) {
        return suggestions.complete(typed == null ? "" : typed, limit);
    }
}
