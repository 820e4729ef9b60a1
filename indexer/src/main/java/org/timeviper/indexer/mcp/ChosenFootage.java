package org.timeviper.indexer.mcp;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.timeviper.api.HitRef;
import org.timeviper.api.VideoView;
import org.timeviper.api.VideosResource;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.search.MomentRequest;
import org.timeviper.indexer.search.SceneSearch;

/** What of a film the model looks at when it is asked about the whole of it: all, if it can see that in one go, else the moments that are nearest to the question. */
@Singleton
final class ChosenFootage {

    private static final int MOMENTS = 2;

    private final VideosResource videos;
    private final SceneSearch search;
    private final LoadedModel model;

    @Inject
    ChosenFootage(VideosResource videos, SceneSearch search, LoadedModel model) {
        this.videos = videos;
        this.search = search;
        this.model = model;
    }

    /** @throws org.timeviper.indexer.http.NotFound if there is no such video */
    List<HitRef> of(String id, String question) {
        VideoView video = videos.video(id);
        HitRef whole = new HitRef(id, 0, video.durationSeconds());
        if (video.durationSeconds() <= model.longestSeconds()) {
            return List.of(whole);
        }
        MomentRequest nearest = new MomentRequest(
                MomentRequest.of(question, MOMENTS).sought(), MOMENTS, SceneFilter.NONE.in(id), false, false);
        List<HitRef> moments = search.search(nearest).moments().stream()
                .map(moment -> new HitRef(id, moment.start(), moment.end()))
                .toList();
        return moments.isEmpty() ? List.of(whole) : moments;
    }
}
