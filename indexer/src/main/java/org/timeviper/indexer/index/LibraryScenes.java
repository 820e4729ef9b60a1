package org.timeviper.indexer.index;

import jakarta.inject.Inject;
import java.util.List;
import java.util.function.BiConsumer;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.indexer.library.Video;

/** The library's scenes as the index wants them. */
public final class LibraryScenes implements SceneSource {

    private final Library library;

    @Inject
    public LibraryScenes(Library library) {
        this.library = library;
    }

    @Override
    public void forEachVideo(BiConsumer<String, List<SceneDocument>> consumer) {
        library.eachPublished(video -> consumer.accept(video.id(), of(video)));
    }

    @Override
    public boolean knows(String videoId) {
        return library.video(videoId).isPresent();
    }

    /** @return the video's scenes in order of time */
    public List<SceneDocument> of(Video video) {
        return library.scenes(video.id()).stream()
                .map(scene -> document(video, scene))
                .toList();
    }

    private static SceneDocument document(Video video, StoredScene scene) {
        return new SceneDocument(
                video.id() + "/" + scene.ordinal(),
                video.id(),
                video.name(),
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
