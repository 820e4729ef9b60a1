package org.timeviper.api;

/**
 * Where a part of an answer rests.
 *
 * @param video the video's identity
 * @param name the video's name
 * @param start first second looked at
 * @param end last second looked at
 * @param thumbnail path of a picture from it
 * @param play path that plays it
 * @param framesSeen frames the model looked at for this part
 * @param framesTotal frames the film has in this span
 */
public record Citation(
        String video,
        String name,
        double start,
        double end,
        String thumbnail,
        String play,
        long framesSeen,
        long framesTotal) {}
