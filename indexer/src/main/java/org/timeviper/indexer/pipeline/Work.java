package org.timeviper.indexer.pipeline;

import java.util.concurrent.CancellationException;
import org.timeviper.indexer.library.Job;
import org.timeviper.indexer.library.Video;

/**
 * A video's job at work.
 *
 * @param video as it was when this began
 */
record Work(Job job, Video video, Progress progress) {

    /** The video's. */
    String id() {
        return video.id();
    }

    /** What ends the work when nobody wants it any more. */
    CancellationException ended() {
        return new CancellationException("job " + job.id() + " was cancelled, or its video deleted");
    }
}
