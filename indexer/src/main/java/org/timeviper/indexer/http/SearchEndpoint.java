package org.timeviper.indexer.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.timeviper.api.SearchRequest;
import org.timeviper.api.SearchResource;
import org.timeviper.api.SearchResults;
import org.timeviper.api.VideoFilter;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.search.MomentRequest;
import org.timeviper.indexer.search.QuerySyntax;
import org.timeviper.indexer.search.SceneSearch;
import org.timeviper.search.lucene.TemporalExpression;

/** Search over HTTP. */
@Singleton
@Blocking
public final class SearchEndpoint implements SearchResource {

    private static final int USUAL_SIZE = 10;

    private final SceneSearch search;
    private final KnownVideos videos;
    private final Timer timer;

    @Inject
    SearchEndpoint(SceneSearch search, Library library, MeterRegistry metrics) {
        this.search = search;
        this.videos = new KnownVideos(library);
        this.timer = Timer.builder("timeviper.search")
                .description("Time of a search")
                .publishPercentileHistogram()
                .register(metrics);
    }

    @Override
    public SearchResults search(
            String query, int size, String cursor, VideoFilter filter, boolean verify, boolean facets) {
        return search(new MomentRequest(QuerySyntax.parse(query), size, FilterParameters.read(filter), verify, facets)
                .after(Optional.ofNullable(cursor)));
    }

    @Override
    public SearchResults searchFor(SearchRequest request) {
        TemporalExpression sought = QueryTree.read("query", request.query());
        int size = request.size() == null ? USUAL_SIZE : request.size();
        SceneFilter filter = request.filter() == null ? SceneFilter.NONE : FilterParameters.read(request.filter());
        return search(new MomentRequest(sought, size, filter, request.verify(), request.facets())
                .after(Optional.ofNullable(request.cursor())));
    }

    private SearchResults search(MomentRequest request) {
        videos.searchable(request.filter());
        return timer.record(() -> search.search(request));
    }
}
