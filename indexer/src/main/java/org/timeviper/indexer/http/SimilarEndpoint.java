package org.timeviper.indexer.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import org.timeviper.api.SearchResults;
import org.timeviper.api.SimilarResource;
import org.timeviper.api.VideoFilter;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.search.SimilarMoments;

/** Moments like a given one, over HTTP. */
@Singleton
@Blocking
public final class SimilarEndpoint implements SimilarResource {

    private final Library library;
    private final KnownVideos videos;
    private final SimilarMoments moments;

    @Inject
    SimilarEndpoint(Library library, SimilarMoments moments) {
        this.library = library;
        this.videos = new KnownVideos(library);
        this.moments = moments;
    }

    @Override
    public SearchResults similar(String id, Double start, Double end, int limit, String cursor, VideoFilter filter) {
        Video video = videos.indexed(id);
        double last = end == null ? start : end;
        if (!(start <= last && start <= video.durationSeconds())) {
            throw new Refused(
                    400,
                    "Invalid request",
                    String.format(
                            Locale.ROOT,
                            "'start' and 'end' must be a stretch of the film, which has %.3f s (they are %.3f and %.3f).",
                            video.durationSeconds(),
                            start,
                            last));
        }
        SceneFilter allowed = FilterParameters.read(filter);
        videos.searchable(allowed);
        return moments.find(
                new SimilarMoments.Stretch(id, start, last),
                library.scenes(id),
                allowed,
                Optional.ofNullable(cursor),
                limit);
    }
}
