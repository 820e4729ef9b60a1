package org.timeviper.indexer.pipeline;

import java.util.List;
import java.util.function.BiConsumer;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneSource;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.indexer.library.Video;

/** The library as the index follows it. */
public final class Published implements SceneSource {

    private final Library library;

    public Published(Library library) {
        this.library = library;
    }

    @Override
    public void forEachVideo(BiConsumer<String, List<SceneDocument>> video) {
        library.eachPublished(published -> video.accept(published.id(), documents(library, published)));
    }

    /** @return a video's scenes as the index takes them */
    static List<SceneDocument> documents(Library library, Video video) {
        return library.scenes(video.id()).stream()
                .map(scene -> document(video.name(), scene))
                .toList();
    }

    private static SceneDocument document(String videoName, StoredScene scene) {
        return new SceneDocument(
                scene.videoId() + "/" + scene.ordinal(),
                scene.videoId(),
                videoName,
                scene.start(),
                scene.end(),
                scene.kind(),
                scene.caption(),
                scene.vector(),
                scene.confidence(),
                scene.framesSeen(),
                scene.framesTotal());
    }
}
