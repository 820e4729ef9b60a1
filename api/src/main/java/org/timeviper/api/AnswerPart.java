package org.timeviper.api;

/**
 * What one span of footage says to a question.
 *
 * @param text the model's words, or the sentence that it can't see that, or that it can't tell for sure
 * @param shown whether the model sees what is asked about, and is sure of its answer
 * @param sure whether the model is sure enough to be taken at its word
 * @param refusal why it asserts nothing; null if it does
 * @param confidence 0 to 1
 * @param citation where it rests
 */
public record AnswerPart(
        String text, boolean shown, boolean sure, Refusal refusal, double confidence, Citation citation) {

    /** A part whose refusal follows from what the model sees and how sure it is. */
    public AnswerPart(String text, boolean shown, boolean sure, double confidence, Citation citation) {
        this(text, shown, sure, Refusal.of(shown, sure), confidence, citation);
    }
}
