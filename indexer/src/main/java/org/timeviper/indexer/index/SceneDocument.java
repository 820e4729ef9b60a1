package org.timeviper.indexer.index;

import java.util.Arrays;
import java.util.Objects;

/**
 * A described stretch of a video as the index knows it.
 *
 * @param id identity within the index, unique over all videos
 * @param videoId the video it belongs to
 * @param videoName what people call the video
 * @param start first second of the film
 * @param end last second of the film, at least {@code start}
 * @param kind {@code scene} (a shot's detailed caption) or {@code event} (a grounded event within it)
 * @param caption what is seen
 * @param vector the caption's sentence embedding, of length one
 * @param confidence the model's confidence in the caption, 0 to 1
 * @param framesSeen frames of the stretch that the model looked at
 * @param framesTotal frames of the stretch in the film
 */
public record SceneDocument(
        String id,
        String videoId,
        String videoName,
        double start,
        double end,
        String kind,
        String caption,
        float[] vector,
        double confidence,
        long framesSeen,
        long framesTotal) {

    /** @throws IllegalArgumentException if the end is before the start or a time is no number */
    public SceneDocument {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(videoId, "videoId");
        Objects.requireNonNull(videoName, "videoName");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(caption, "caption");
        if (!(start >= 0 && end >= start && end < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Scene " + id + " runs from " + start + " to " + end
                    + " seconds: it must start at 0 or later and end where it starts or later.");
        }
        vector = vector.clone();
    }

    /** @return this scene with another embedding */
    public SceneDocument withVector(float[] other) {
        return new SceneDocument(
                id, videoId, videoName, start, end, kind, caption, other, confidence, framesSeen, framesTotal);
    }

    /** @return a copy of the embedding */
    @Override
    public float[] vector() {
        return vector.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SceneDocument that
                && id.equals(that.id)
                && videoId.equals(that.videoId)
                && videoName.equals(that.videoName)
                && Double.compare(start, that.start) == 0
                && Double.compare(end, that.end) == 0
                && kind.equals(that.kind)
                && caption.equals(that.caption)
                && Arrays.equals(vector, that.vector)
                && Double.compare(confidence, that.confidence) == 0
                && framesSeen == that.framesSeen
                && framesTotal == that.framesTotal;
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "SceneDocument[" + id + ", " + videoId + ", " + start + "–" + end + " s, " + kind + ", " + caption + "]";
    }
}
