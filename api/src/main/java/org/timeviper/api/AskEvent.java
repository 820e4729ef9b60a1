package org.timeviper.api;

/**
 * One event of a streamed answer. Exactly one field besides {@code type} is set.
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
