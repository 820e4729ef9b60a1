package org.timeviper.indexer.export;

import org.timeviper.api.ProblemCode;

/** An export names footage that cannot be exported; the message says which and what to do. */
public final class UnusableSpan extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** There is no such video. */
        UNKNOWN_VIDEO,
        /** The video is there, but not indexed yet, or could not be. */
        NOT_INDEXED,
        /** The span is none, or lies behind the film's end. */
        NO_SPAN,
        /** The search has found nothing that it can stand for. */
        NOTHING_FOUND
    }

    private final Kind kind;

    UnusableSpan(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** @return what is wrong */
    public Kind kind() {
        return kind;
    }

    /** @return what is wrong, for programs */
    public ProblemCode code() {
        return switch (kind) {
            case UNKNOWN_VIDEO -> ProblemCode.VIDEO_UNKNOWN;
            case NOT_INDEXED -> ProblemCode.NOT_INDEXED;
            case NO_SPAN -> ProblemCode.SPAN_OUTSIDE;
            case NOTHING_FOUND -> ProblemCode.EXPORT_EMPTY;
        };
    }
}
