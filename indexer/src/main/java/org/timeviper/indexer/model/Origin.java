package org.timeviper.indexer.model;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What a session is about, and which model looks: of another origin nothing can be gone on from.
 *
 * @param videoId the video
 * @param start first second
 * @param end last second
 * @param pictures tells the video's sampled pictures from those of another rate
 * @param model tells the model's weights and settings from others
 */
record Origin(String videoId, double start, double end, String pictures, String model) {

    /** Whether both may show the same frames, and the same is seen of them: stretches that overlap, of the same pictures, by the same model. */
    boolean sharesFramesWith(Origin other) {
        return videoId.equals(other.videoId)
                && pictures.equals(other.pictures)
                && model.equals(other.model)
                && start < other.end
                && other.start < end;
    }

    /** All of it in words. */
    String text() {
        return "video " + videoId + " from " + start + " to " + end + " s, pictures " + pictures + ", model " + model;
    }

    /** Tells it from others in the name of a file. */
    String digest() {
        return UUID.nameUUIDFromBytes(text().getBytes(StandardCharsets.UTF_8)).toString();
    }
}
