package org.timeviper.model.config;

/**
 * How densely film is sampled for this model.
 *
 * @param fps frames a second
 * @param shortClipSeconds clips shorter than this are sampled at {@code shortClipFps}; 0 if there is no such rule
 * @param shortClipFps frames a second of short clips
 * @param maxFrames most frames of one clip
 */
public record SamplingConfig(double fps, double shortClipSeconds, double shortClipFps, int maxFrames) {

    /** One frame a second, at most 10,000. */
    public static final SamplingConfig DEFAULT = new SamplingConfig(1, 0, 1, 10_000);
}
