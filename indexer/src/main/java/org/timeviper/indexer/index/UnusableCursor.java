package org.timeviper.indexer.index;

import org.timeviper.api.ProblemCode;

/** A cursor that no page follows: it is none of this index or of this search, or the view of the index that it belongs to is no longer kept. The message says which, and what to do. */
public final class UnusableCursor extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final ProblemCode code;

    private UnusableCursor(String message, ProblemCode code, Exception cause) {
        super(message, cause);
        this.code = code;
    }

    /**
     * @param cause why it cannot be read; null if it can
     * @return the problem of a cursor that this index has not given
     */
    public static UnusableCursor unknown(Exception cause) {
        return new UnusableCursor(
                "The cursor is none that this index gave: begin with the first page.",
                ProblemCode.CURSOR_UNKNOWN,
                cause);
    }

    /** @return the problem of a cursor that a search for something else gave */
    public static UnusableCursor ofAnotherSearch() {
        return new UnusableCursor(
                "The cursor belongs to another search: go on with the same query and filters, or begin with the first page.",
                ProblemCode.CURSOR_OF_ANOTHER_SEARCH,
                null);
    }

    /** @return the problem of a cursor that was good once */
    public static UnusableCursor expired() {
        return new UnusableCursor(
                "The cursor is too old: the index that its page was read from is no longer kept. Begin with the first page.",
                ProblemCode.CURSOR_EXPIRED,
                null);
    }

    /** @return whether it was good once */
    public boolean isExpired() {
        return code == ProblemCode.CURSOR_EXPIRED;
    }

    /** @return what is wrong, for programs */
    public ProblemCode code() {
        return code;
    }
}
