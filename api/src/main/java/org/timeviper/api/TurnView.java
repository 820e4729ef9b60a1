package org.timeviper.api;

import java.time.Instant;
import java.util.List;

/**
 * A question of a conversation, and its answer.
 *
 * @param question the question
 * @param answer the answer in one text
 * @param shown whether any part of the footage showed what was asked about
 * @param sure whether the model was sure, be it that something was shown or that it was not
 * @param askedAt when it was asked
 * @param parts the parts, each with its citation, best first
 */
public record TurnView(
        String question,
        String answer,
        boolean shown,
        boolean sure,
        Refusal refusal,
        Instant askedAt,
        List<AnswerPart> parts) {

    /** A turn whose refusal follows from its parts. */
    public TurnView(
            String question, String answer, boolean shown, boolean sure, Instant askedAt, List<AnswerPart> parts) {
        this(question, answer, shown, sure, Refusal.of(shown, parts), askedAt, parts);
    }
}
