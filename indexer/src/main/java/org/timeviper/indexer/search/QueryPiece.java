package org.timeviper.indexer.search;

import java.util.Optional;

/**
 * A piece of a query that may be an expression.
 *
 * @param kind what it is
 * @param text of a word or quotation what it says, of a relation its name in lower case, of a parenthesis itself
 * @param limit what a relation has in brackets; empty for none
 * @param start where it begins in the query
 * @param end where it ends
 */
record QueryPiece(Kind kind, String text, Optional<Limit> limit, int start, int end) {

    /** What a piece is. */
    enum Kind {
        WORD,
        QUOTATION,
        OPENING,
        CLOSING,
        /** A relation, marked as one by its limit or by a quotation beside it. */
        RELATION,
        /** A word that relates two things if there is a quotation beside it. */
        PERHAPS_RELATION
    }

    /**
     * What stands in brackets.
     *
     * @param text without the brackets
     * @param start where the text begins in the query
     */
    record Limit(String text, int start) {}

    boolean is(Kind other) {
        return kind == other;
    }

    /** @return whether it is a relation or may be one */
    boolean relates() {
        return kind == Kind.RELATION || kind == Kind.PERHAPS_RELATION;
    }

    /** @return whether it is a limit on what stands before it, so that a relation may follow at once */
    boolean endsThing() {
        return kind == Kind.RELATION && text.equals("within");
    }

    QueryPiece as(Kind other) {
        return new QueryPiece(other, text, limit, start, end);
    }
}
