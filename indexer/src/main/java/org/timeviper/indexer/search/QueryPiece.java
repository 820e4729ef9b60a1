package org.timeviper.indexer.search;

import java.util.Locale;
import java.util.Optional;

/**
 * A piece of a query that may be an expression.
 *
 * @param kind what it is
 * @param relation the relation that it is, or would be if it were no word; empty for all else
 * @param text of a quotation what it holds, of all else itself
 * @param limit what a relation has in brackets; empty for none
 * @param start where it begins in the query
 * @param end where it ends
 */
record QueryPiece(Kind kind, Optional<Relation> relation, String text, Optional<Limit> limit, int start, int end) {

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

    /** How things stand in time. */
    enum Relation {
        THEN,
        WHILE,
        NEAR,
        NOT_NEAR,
        WITHIN;

        /** @param written in letters of either case */
        static Relation of(String written) {
            return valueOf(written.toUpperCase(Locale.ROOT).replaceAll("\\s+", "_"));
        }

        /** @return as a person writes it, in lower case */
        String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
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
        return kind == Kind.RELATION && relation.equals(Optional.of(Relation.WITHIN));
    }

    /** @return whether a thing begins behind it */
    boolean beginsThing() {
        return kind == Kind.OPENING || relates() && !endsThing();
    }

    QueryPiece as(Kind other) {
        return new QueryPiece(other, relation, text, limit, start, end);
    }
}
