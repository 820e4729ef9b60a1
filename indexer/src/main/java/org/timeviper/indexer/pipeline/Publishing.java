package org.timeviper.indexer.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.timeviper.indexer.index.CaptionEmbedder;
import org.timeviper.indexer.index.PresentVectors;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.library.Attributes;
import org.timeviper.indexer.library.Job;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.indexer.library.Video;

/**
 * Writes videos into the index as the library has them. The library holds a video still while it is written, so that the index ends with the library's last word whoever
 * changes, publishes or deletes the video at the same time.
 */
public final class Publishing {

    private final Library library;
    private final SceneIndex index;
    private final PresentVectors vectors;

    /** @param embedder the present embedding model */
    public Publishing(Library library, SceneIndex index, CaptionEmbedder embedder) {
        this.library = library;
        this.index = index;
        this.vectors = new PresentVectors(embedder);
    }

    /**
     * Puts all that the library knows of a video in the place of what the index holds of it; of a video that is no longer there, nothing is written.
     *
     * @return how many scenes were written
     * @throws org.timeviper.indexer.index.IndexUnavailable if the index cannot be written
     */
    public int publish(String videoId) {
        return library.whileHeld(videoId, this::write).orElse(0);
    }

    /**
     * Changes what is said of a video, and with it what the index knows if the video is published: both or neither. A process that dies in between leaves the index
     * ahead, which the next start notices.
     *
     * @param change gives what is said from now on
     * @return the video as changed; empty if there is none
     * @throws org.timeviper.indexer.index.IndexUnavailable if the index cannot be written
     */
    public Optional<Video> change(String videoId, UnaryOperator<Attributes> change) {
        return library.change(videoId, change, (video, scenes) -> {
            if (index.facets("", SceneFilter.NONE.in(videoId)).videos() > 0) {
                write(video, scenes);
            }
        });
    }

    /**
     * Ends a job well: puts its scenes in the place of all that library and index hold of its video. Both or neither, as of a {@linkplain #change change}.
     *
     * @param embedded the step that has stored the scenes
     * @return whether it was done; false if the job was cancelled before, or is gone with its video
     * @throws org.timeviper.indexer.index.IndexUnavailable if the index cannot be written
     */
    public boolean publish(Job job, Step embedded, List<StoredScene> scenes) {
        return library.publish(job.id(), embedded.title(), Step.PUBLISH.title(), scenes, this::write);
    }

    private int write(Video video, List<StoredScene> scenes) {
        index.replace(video.id(), vectors.of(Published.documents(video, scenes)));
        return scenes.size();
    }
}
