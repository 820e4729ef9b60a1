package org.timeviper.indexer.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.timeviper.api.Scenes;
import org.timeviper.api.ScenesResource;
import org.timeviper.api.VideoFilter;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.search.SceneListing;

/** All scenes over HTTP, page by page. */
@Singleton
@Blocking
public final class ScenesEndpoint implements ScenesResource {

    private final SceneListing listing;

    @Inject
    ScenesEndpoint(SceneListing listing) {
        this.listing = listing;
    }

    @Override
    public Scenes scenes(String query, VideoFilter filter, String cursor, int size) {
        SceneFilter videos = FilterParameters.read(filter);
        return listing.page(query == null ? "" : query, videos, Optional.ofNullable(cursor), size);
    }
}
