package org.timeviper.api;

/**
 * One event of a streamed answer; as a server-sent event it is named as its {@code type}. Exactly one field besides {@code type} is set.
 *
 * <p>What has been said cannot be taken back. So the words of a part come as the model says them only if all that it answers counts, whatever it is sure of; where its
 * {@code config.json} has a least confidence for answers, they come in one piece, once it is known how sure the model is, or not at all. Words that could still become the
 * sentence that the thing is not seen are held back in any case. The words of parts that show nothing, or of which the model is not sure, are only in {@code part} and
 * {@code done}.
 *
 * @param type {@code looking} (a citation: the span the model now looks at), {@code token} (text), {@code part} (a finished part), {@code done} (the whole result), {@code error} (a sentence)
 * @param text a piece of text, for {@code token} and {@code error}
 * @param citation for {@code looking}
 * @param part for {@code part}
 * @param result for {@code done}
 */
public record AskEvent(String type, String text, Citation citation, AnswerPart part, AskResult result) {

    /** @return the event that the model now looks at a span */
    public static AskEvent looking(Citation citation) {
        return new AskEvent("looking", null, citation, null, null);
    }

    /** @return the event that carries a piece of the answer's text */
    public static AskEvent token(String text) {
        return new AskEvent("token", text, null, null, null);
    }

    /** @return the event that a part is finished */
    public static AskEvent part(AnswerPart part) {
        return new AskEvent("part", null, null, part, null);
    }

    /** @return the last event of a good answer */
    public static AskEvent done(AskResult result) {
        return new AskEvent("done", null, null, null, result);
    }

    /** @return the last event of an answer that failed */
    public static AskEvent error(String sentence) {
        return new AskEvent("error", sentence, null, null, null);
    }
}
