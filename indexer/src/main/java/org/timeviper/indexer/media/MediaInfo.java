package org.timeviper.indexer.media;

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
        Slate slate) {}
