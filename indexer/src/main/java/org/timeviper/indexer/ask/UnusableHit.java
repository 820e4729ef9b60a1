package org.timeviper.indexer.ask;

/** A question names footage that cannot be looked at; the message says which and what to do. */
public final class UnusableHit extends RuntimeException {

    /** What is wrong with it. */
    public enum Kind {
        /** There is no such video. */
        UNKNOWN_VIDEO,
        /** The video is there, but not indexed yet. */
        NOT_INDEXED,
        /** The span is none, or lies behind the film's end. */
        NO_SPAN
    }

    private final Kind kind;

    UnusableHit(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** @return what is wrong with it */
    public Kind kind() {
        return kind;
    }
}
