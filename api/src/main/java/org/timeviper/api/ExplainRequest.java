package org.timeviper.api;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;

/**
 * A question about a video whose answer is to be explained.
 *
 * <p>With {@code start} or {@code end} the model looks at that stretch in one go, as it does for a hit of {@link AskRequest}, and so gives the same answer (what a
 * model made of the questions before, in a conversation, it does not know of). Without
 * either it is asked about the whole video, stretch by stretch where that is longer than what it takes in one go, and its surest answer is explained.
 *
 * @param question the question, at most 2,000 characters
 * @param start first second; null for the video's first
 * @param end last second; null for the video's last
 * @param heads whether every head says which frames it looks at: large, as it is one number for each frame and head
 */
public record ExplainRequest(
        @NotBlank @Size(max = 2000) String question,
        @PositiveOrZero Double start,
        @PositiveOrZero Double end,
        boolean heads) {}
