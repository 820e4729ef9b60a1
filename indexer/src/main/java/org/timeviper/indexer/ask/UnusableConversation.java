package org.timeviper.indexer.ask;

import org.timeviper.api.ProblemCode;

/** A question goes on with a conversation that it cannot go on with; the message says why and what to do. */
public final class UnusableConversation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Kind {
        /** There is none, or it has ended. */
        UNKNOWN,
        /** Another question of it is being answered. */
        BUSY
    }

    private final Kind kind;

    private UnusableConversation(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** @param id as the client wrote it */
    public static UnusableConversation unknown(String id) {
        String shown = id.length() > 40 ? id.substring(0, 40) + "…" : id;
        return new UnusableConversation(
                Kind.UNKNOWN,
                "There is no conversation " + shown
                        + ", or it has ended: begin another with a question whose 'conversation' is 'new'.");
    }

    static UnusableConversation busy(String id) {
        return new UnusableConversation(
                Kind.BUSY,
                "A question of the conversation " + id
                        + " is being answered: ask when that is done, or in another conversation.");
    }

    /** @return what is wrong with it */
    public Kind kind() {
        return kind;
    }

    /** @return what is wrong with it, for programs */
    public ProblemCode code() {
        return switch (kind) {
            case UNKNOWN -> ProblemCode.CONVERSATION_UNKNOWN;
            case BUSY -> ProblemCode.CONVERSATION_BUSY;
        };
    }
}
