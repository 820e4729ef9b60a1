package org.timeviper.indexer.index;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.timeviper.indexer.index.lucene.LuceneSceneIndex;
import org.timeviper.indexer.library.LibrarySettings;

/** Opens the index that the configuration names, and closes it when the service stops. */
@Singleton
public final class IndexOpening {

    /** @throws IndexUnavailable if it cannot be opened; the message says what to do */
    @Produces
    @Singleton
    SceneIndex open(IndexSettings settings, LibrarySettings library, CaptionEmbedder embedder) {
        return switch (settings.backend()) {
            case LUCENE ->
                LuceneSceneIndex.open(library.data().resolve("index"), embedder.model(), embedder.dimensions());
        };
    }

    void close(@Disposes SceneIndex index) {
        index.close();
    }
}
