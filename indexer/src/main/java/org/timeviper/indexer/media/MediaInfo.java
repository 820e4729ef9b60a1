package org.timeviper.indexer.media;

import java.util.List;
import java.util.Optional;

/**
 * What a media file is.
 *
 * @param durationSeconds length in seconds; what the file claims after a probe, what was decoded after sampling
 * @param width width of the picture as shown, in pixels (rotation and pixel aspect applied)
 * @param height height of the picture as shown, in pixels
 * @param frameRate average frames a second
 * @param frameCount frames: estimated after a probe, counted after sampling
 * @param videoCodec the codec's short name, such as {@code h264}
 * @param container the container's short name, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param audio whether it has a sound track
 * @param slate how its frames are counted; null in what was written before this was asked
 */
public record MediaInfo(
        double durationSeconds,
        int width,
        int height,
        double frameRate,
        long frameCount,
        String videoCodec,
        String container,
        boolean audio,
        Slate slate) {

    /** A container of the one kind is told from one of the other only by what it holds. */
    private static final List<String> WEBM_CODECS = List.of("vp8", "vp9", "av1");

    /** @return the usual extension of files of this container, without the dot; empty for one that is not played in browsers anyway */
    public Optional<String> extension() {
        List<String> names = List.of(container.split(","));
        if (names.contains("matroska")) {
            return Optional.of(WEBM_CODECS.contains(videoCodec) ? "webm" : "mkv");
        }
        if (names.contains("mp4")) {
            return Optional.of("mp4");
        }
        return names.contains("ogg") ? Optional.of("ogv") : Optional.empty();
    }
}
