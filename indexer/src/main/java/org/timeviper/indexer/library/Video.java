package org.timeviper.indexer.library;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.timeviper.api.ProblemCode;
import org.timeviper.api.VideoState;
import org.timeviper.indexer.media.Slate;

/**
 * A video as the library keeps it.
 *
 * @param id identity, a UUID
 * @param name what people call it
 * @param file the media file
 * @param state how far its indexing is
 * @param durationSeconds length in seconds; 0 until it is probed
 * @param width picture width in pixels; 0 until it is probed
 * @param height picture height in pixels; 0 until it is probed
 * @param frameRate frames a second; 0 until it is probed
 * @param sizeBytes the media file's size
 * @param createdAt when it came
 * @param framesSeen frames the model has looked at
 * @param framesTotal frames it has
 * @param problem why indexing failed; null otherwise
 * @param problemCode the same for programs; null where there is none
 * @param jobId its latest indexing job
 * @param attributes what a person says of it
 * @param sound whether it has a sound track; false until it is probed
 * @param slate how its frames are counted; null until it is probed, and for one that came before this was asked
 * @param model the model that has described it; null until one has, and for one of which that was not noted
 */
public record Video(
        String id,
        String name,
        Path file,
        VideoState state,
        double durationSeconds,
        int width,
        int height,
        double frameRate,
        long sizeBytes,
        Instant createdAt,
        long framesSeen,
        long framesTotal,
        String problem,
        ProblemCode problemCode,
        String jobId,
        Attributes attributes,
        boolean sound,
        Slate slate,
        ModelIdentity model) {

    private static final String UNKNOWN_TYPE = "application/octet-stream";

    /** @return this video, of which something else is said */
    public Video with(Attributes other) {
        return new Video(
                id,
                name,
                file,
                state,
                durationSeconds,
                width,
                height,
                frameRate,
                sizeBytes,
                createdAt,
                framesSeen,
                framesTotal,
                problem,
                problemCode,
                jobId,
                other,
                sound,
                slate,
                model);
    }

    /** @return whether the file's extension tells what it is */
    public boolean ofKnownType() {
        return !mediaType().equals(UNKNOWN_TYPE);
    }

    /** @return the media type of its file, told by the file's extension */
    public String mediaType() {
        String stored = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return switch (stored.substring(stored.lastIndexOf('.') + 1)) {
            case "mp4", "m4v" -> "video/mp4";
            case "webm" -> "video/webm";
            case "mov" -> "video/quicktime";
            case "mkv" -> "video/x-matroska";
            case "ogv" -> "video/ogg";
            default -> UNKNOWN_TYPE;
        };
    }
}
