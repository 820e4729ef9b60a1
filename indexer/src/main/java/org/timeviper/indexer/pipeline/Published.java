package org.timeviper.indexer.pipeline;

import java.util.List;
import java.util.function.BiConsumer;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneSource;
import org.timeviper.indexer.library.Attributes;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.indexer.library.Video;
import org.timeviper.search.lucene.IndexedVideo;
import org.timeviper.search.lucene.Scene;

/** The library as the index follows it. */
public final class Published implements SceneSource {

    private final Library library;

    public Published(Library library) {
        this.library = library;
    }

    @Override
    public void forEachVideo(BiConsumer<String, List<SceneDocument>> video) {
        library.eachPublished((published, scenes) -> video.accept(published.id(), documents(published, scenes)));
    }

    @Override
    public boolean ifUnpublished(String videoId, Runnable work) {
        return library.ifUnpublished(videoId, work);
    }

    /** @return a video's scenes as the index takes them */
    static List<SceneDocument> documents(Video video, List<StoredScene> scenes) {
        IndexedVideo indexed = indexed(video);
        return scenes.stream().map(scene -> document(indexed, scene)).toList();
    }

    private static IndexedVideo indexed(Video video) {
        Attributes said = video.attributes();
        return new IndexedVideo(
                video.id(),
                video.name(),
                said.collection(),
                said.tags(),
                said.language(),
                said.metadataTerms(),
                video.createdAt(),
                video.durationSeconds());
    }

    private static SceneDocument document(IndexedVideo video, StoredScene scene) {
        return new SceneDocument(
                new Scene(
                        scene.videoId() + "/" + scene.ordinal(),
                        video,
                        scene.start(),
                        scene.end(),
                        scene.kind(),
                        scene.caption(),
                        scene.confidence(),
                        scene.framesSeen(),
                        scene.framesTotal()),
                scene.vector());
    }
}
