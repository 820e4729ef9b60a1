package org.timeviper.indexer.library;

import java.util.Arrays;
import java.util.Objects;

/**
 * A described stretch of a video, with its sentence vector, as the library keeps it: what the index is made from.
 *
 * @param videoId the video
 * @param ordinal its place among the video's scenes, from 0
 * @param start first second
 * @param end last second
 * @param kind {@code scene} or {@code event}
 * @param caption what is seen
 * @param confidence 0 to 1
 * @param framesSeen frames of the stretch that the model looked at
 * @param framesTotal frames of the stretch in the film
 * @param vector the caption's embedding, of length one
 */
public record StoredScene(
        String videoId,
        int ordinal,
        double start,
        double end,
        String kind,
        String caption,
        double confidence,
        long framesSeen,
        long framesTotal,
        float[] vector) {

    public StoredScene {
        vector = vector.clone();
    }

    /** @return a copy */
    @Override
    public float[] vector() {
        return vector.clone();
    }

    /** @return this scene with its caption's embedding */
    public StoredScene withVector(float[] embedding) {
        return new StoredScene(
                videoId, ordinal, start, end, kind, caption, confidence, framesSeen, framesTotal, embedding);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredScene that
                && videoId.equals(that.videoId)
                && ordinal == that.ordinal
                && start == that.start
                && end == that.end
                && kind.equals(that.kind)
                && caption.equals(that.caption)
                && confidence == that.confidence
                && framesSeen == that.framesSeen
                && framesTotal == that.framesTotal
                && Arrays.equals(vector, that.vector);
    }

    @Override
    public int hashCode() {
        return Objects.hash(videoId, ordinal);
    }
}
