package org.timeviper.indexer.ask;

import org.timeviper.api.Citation;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.search.Links;
import org.timeviper.model.task.Span;

/**
 * A stretch of film that a question is put to.
 *
 * @param video the video
 * @param start first second
 * @param end last second, after the first
 */
record Stretch(Video video, double start, double end) {

    Span span() {
        return new Span(start, end);
    }

    /** @return a part of it */
    Stretch only(Span part) {
        return new Stretch(video, part.start(), part.end());
    }

    /** @return where it is, before anything of it is looked at */
    Citation ahead() {
        return cite(0, Math.round((end - start) * video.frameRate()));
    }

    /** @return that part of the same film */
    Stretch seen(Span part) {
        return new Stretch(video, part.start(), part.end());
    }

    Citation cite(long framesSeen, long framesTotal) {
        return new Citation(
                video.id(),
                video.name(),
                start,
                end,
                Links.thumbnail(video.id(), (start + end) / 2),
                Links.play(video.id(), start, end),
                framesSeen,
                framesTotal);
    }
}
