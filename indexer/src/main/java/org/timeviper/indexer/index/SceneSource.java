package org.timeviper.indexer.index;

import java.util.List;
import java.util.function.BiConsumer;

/** Where the scenes of all videos that should be searchable come from: the library, which is the truth that the index follows. */
public interface SceneSource {

    /**
     * Hands over every video that should be searchable, one after the other, so that an archive need not fit in memory.
     *
     * @param video takes a video's identity and its scenes
     */
    void forEachVideo(BiConsumer<String, List<SceneDocument>> video);

    /**
     * Does something of a video that should not be searchable, and that nobody makes so meanwhile.
     *
     * @return whether it was done; false if the video should be searchable
     */
    boolean ifUnpublished(String videoId, Runnable work);
}
