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

    /** All of it in words. */
    String text() {
        return "video " + videoId + " from " + start + " to " + end + " s, pictures " + pictures + ", model " + model;
    }

    /** Tells it from others in the name of a file. */
    String digest() {
        return UUID.nameUUIDFromBytes(text().getBytes(StandardCharsets.UTF_8)).toString();
    }
}
