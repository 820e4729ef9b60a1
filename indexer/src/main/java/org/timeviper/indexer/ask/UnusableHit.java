package org.timeviper.indexer.ask;

import org.timeviper.api.ProblemCode;

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

    /** @return what is wrong with it, for programs */
    public ProblemCode code() {
        return switch (kind) {
            case UNKNOWN_VIDEO -> ProblemCode.VIDEO_UNKNOWN;
            case NOT_INDEXED -> ProblemCode.NOT_INDEXED;
            case NO_SPAN -> ProblemCode.SPAN_OUTSIDE;
        };
    }
}
