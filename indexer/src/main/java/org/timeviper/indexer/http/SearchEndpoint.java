package org.timeviper.indexer.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.timeviper.api.SearchResource;
import org.timeviper.api.SearchResults;
import org.timeviper.api.VideoFilter;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.search.MomentRequest;
import org.timeviper.indexer.search.SceneSearch;

/** Search over HTTP. */
@Singleton
@Blocking
public final class SearchEndpoint implements SearchResource {

    private final SceneSearch search;
    private final Library library;
    private final Timer timer;

    @Inject
    SearchEndpoint(SceneSearch search, Library library, MeterRegistry metrics) {
        this.search = search;
        this.library = library;
        this.timer = Timer.builder("timeviper.search")
                .description("Time of a search")
                .publishPercentileHistogram()
                .register(metrics);
    }

    @Override
    public SearchResults search(String query, int size, VideoFilter filter, boolean verify, boolean facets) {
        MomentRequest request = new MomentRequest(query, size, FilterParameters.read(filter), verify, facets);
        String video = filter.video();
        if (video != null && library.video(video).isEmpty()) {
            throw new NotFound("There is no video " + VideosEndpoint.shortened(video) + " to search in.");
        }
        return timer.record(() -> search.search(request));
    }
}
