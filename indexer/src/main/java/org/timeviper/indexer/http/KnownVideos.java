package org.timeviper.indexer.http;

import java.util.function.Supplier;
import org.timeviper.api.ProblemCode;
import org.timeviper.api.VideoState;
import org.timeviper.indexer.index.SceneFilter;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.media.UnreadableMedia;

/** The library's videos as requests name them: what is asked of one that is not there, or not indexed yet, is refused in words. */
record KnownVideos(Library library) {

    /** @throws NotFound if there is no such video */
    Video known(String id) {
        return library.video(id).orElseThrow(() -> unknown(id));
    }

    /**
     * @throws NotFound if there is no such video
     * @throws Refused if it is not indexed yet
     */
    Video indexed(String id) {
        Video video = known(id);
        if (video.state() != VideoState.READY) {
            throw new Refused(
                    409,
                    "Not indexed yet",
                    ProblemCode.NOT_INDEXED,
                    "The video " + video.name() + " is not indexed yet: wait for its job " + video.jobId()
                            + ", or retry it.");
        }
        return video;
    }

    /**
     * Reads the pictures of a video that may be deleted meanwhile.
     *
     * @throws NotFound if it was, and therefore they cannot be read
     * @throws UnreadableMedia if they cannot be read although it is there
     */
    <T> T unlessDeleted(String id, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (UnreadableMedia e) {
            known(id);
            throw e;
        }
    }

    /** @throws NotFound if a search is to stay in a video that is not there */
    void searchable(SceneFilter filter) {
        filter.video().filter(id -> library.video(id).isEmpty()).ifPresent(id -> {
            throw new NotFound(
                    ProblemCode.VIDEO_UNKNOWN, "There is no video " + VideosEndpoint.shortened(id) + " to search in.");
        });
    }

    static NotFound unknown(String id) {
        return new NotFound(ProblemCode.VIDEO_UNKNOWN, "There is no video " + VideosEndpoint.shortened(id) + ".");
    }
}
