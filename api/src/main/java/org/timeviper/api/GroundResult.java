package org.timeviper.api;

/**
 * Where a description is seen in a video.
 *
 * @param video the video's identity
 * @param description what was looked for
 * @param found whether it is seen at all, and the model is sure of it
 * @param start first second; null when not found
 * @param end last second; null when not found
 * @param confidence the model's, 0 to 1: in the span, or, when not found, in its answer that counts
 * @param message a sentence for a person
 * @param play path that plays it; null when not found
 * @param framesSeen frames the model looked at
 * @param framesTotal frames the film has
 */
public record GroundResult(
        String video,
        String description,
        boolean found,
        Double start,
        Double end,
        double confidence,
        String message,
        String play,
        long framesSeen,
        long framesTotal) {}
