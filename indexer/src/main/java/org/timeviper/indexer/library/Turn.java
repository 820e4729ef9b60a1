package org.timeviper.indexer.library;

import java.time.Instant;
import java.util.List;

/**
 * A question and its answer.
 *
 * @param question the question
 * @param answer the answer in one text
 * @param shown whether the footage showed what was asked about
 * @param sure whether the model was sure
 * @param askedAt when it was asked
 * @param parts what the answer rests on, best first
 */
public record Turn(String question, String answer, boolean shown, boolean sure, Instant askedAt, List<Part> parts) {

    /**
     * What a stretch of film said to the question.
     *
     * @param text in words
     * @param shown whether it showed what was asked about
     * @param sure whether the model was sure of it
     * @param confidence 0 to 1
     * @param videoId the video
     * @param start first second
     * @param end last second
     * @param framesSeen how many frames the model looked at
     * @param framesTotal how many frames the film has there
     */
    public record Part(
            String text,
            boolean shown,
            boolean sure,
            double confidence,
            String videoId,
            double start,
            double end,
            long framesSeen,
            long framesTotal) {}
}
