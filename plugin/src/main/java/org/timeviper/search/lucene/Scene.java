package org.timeviper.search.lucene;

import java.util.Objects;

/**
 * A described stretch of a video, as a search finds it.
 *
 * @param id identity within the index, unique over all videos
 * @param video the video it belongs to
 * @param start first second of the film
 * @param end last second of the film, at least {@code start}
 * @param kind {@code scene} (a shot's detailed caption) or {@code event} (a grounded event within it)
 * @param caption what is seen
 * @param confidence the model's confidence in the caption, 0 to 1
 * @param framesSeen frames of the stretch that the model looked at
 * @param framesTotal frames of the stretch in the film
 */
public record Scene(
        String id,
        IndexedVideo video,
        double start,
        double end,
        String kind,
        String caption,
        double confidence,
        long framesSeen,
        long framesTotal) {

    /** @throws IllegalArgumentException if the end is before the start or a time is no number */
    public Scene {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(video, "video");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(caption, "caption");
        if (!(start >= 0 && end >= start && end < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Scene " + id + " runs from " + start + " to " + end
                    + " seconds: it must start at 0 or later and end where it starts or later.");
        }
    }
}
