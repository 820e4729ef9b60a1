package org.timeviper.api;

import java.util.List;

/**
 * A whole answer.
 *
 * @param question the question
 * @param answer the answer in one text
 * @param shown whether any part of the footage shows what is asked about
 * @param sure whether the model is sure, be it that something is shown or that it is not; false if there was nothing to look at
 * @param refusal why it asserts nothing; null if it does
 * @param parts the parts, each with its citation, best first
 * @param conversation the id of the conversation that keeps this answer, for the next question and for {@link ConversationsResource}; null when none does
 */
public record AskResult(
        String question,
        String answer,
        boolean shown,
        boolean sure,
        Refusal refusal,
        List<AnswerPart> parts,
        String conversation) {

    /** An answer that no conversation keeps. */
    public AskResult(String question, String answer, boolean shown, List<AnswerPart> parts) {
        this(
                question,
                answer,
                shown,
                shown || (!parts.isEmpty() && parts.stream().allMatch(AnswerPart::sure)),
                Refusal.of(shown, parts),
                parts,
                null);
    }

    /** The same answer, kept by a conversation. */
    public AskResult in(String conversation) {
        return new AskResult(question, answer, shown, sure, refusal, parts, conversation);
    }
}
