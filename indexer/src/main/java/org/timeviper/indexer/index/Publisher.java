package org.timeviper.indexer.index;

import jakarta.inject.Inject;
import org.timeviper.indexer.library.Video;

/** Makes a video's scenes searchable from what the library has stored of it; the last step of indexing. May be repeated. */
public final class Publisher {

    private final SceneIndex index;
    private final LibraryScenes scenes;

    @Inject
    public Publisher(SceneIndex index, LibraryScenes scenes) {
        this.index = index;
        this.scenes = scenes;
    }

    /**
     * Puts the video's stored scenes in the place of what the index holds of it, as one visible change that is on disk when this returns.
     *
     * @throws IndexUnavailable if the index cannot be written now
     */
    public void publish(Video video) {
        index.replace(video.id(), scenes.of(video));
    }

    /** Takes a video out of the index; of one that is not in it, nothing happens. */
    public void withdraw(String videoId) {
        index.delete(videoId);
    }
}
