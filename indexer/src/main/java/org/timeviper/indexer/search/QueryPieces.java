package org.timeviper.indexer.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timeviper.api.ProblemCode;
import org.timeviper.indexer.search.QueryPiece.Kind;
import org.timeviper.indexer.search.QueryPiece.Limit;
import org.timeviper.indexer.search.QueryPiece.Relation;

/**
 * Cuts a query into pieces. A quotation begins where a quote stands before a word, so that the inches of a 5" pipe are none; within straight quotes, {@code \"} is a quote
 * and {@code \\} a backslash. A quote that is never closed is a character like any other, unless something in the query relates.
 *
 * <p>The words of relations are words like any other unless a limit in brackets stands behind them; all but {@code within} also relate where one of the two things is a
 * quotation and nothing else. A relation with a limit may follow at once on a word whose script is not Latin: some have no spaces.
 */
final class QueryPieces {

    private static final String QUOTES = "\"“”„«»「『";
    private static final String NAMES = "(not\\s+near|near|then|while|within)";

    private static final Pattern RELATION =
            Pattern.compile(NAMES + "(?=[\\s\\p{Z}\\[()" + QUOTES + "]|$)", Pattern.CASE_INSENSITIVE);

    /** Brackets that stand apart from their relation must begin with a number: "then [laughter]" is what a transcript says. */
    private static final Pattern LIMIT = Pattern.compile("\\[|[\\s\\p{Z}]+\\[(?=\\s*[\\d.])");

    /** A relation that needs no space before it. */
    private static final Pattern LIMITED_RELATION =
            Pattern.compile(NAMES + "\\[(?=\\s*[\\d.])", Pattern.CASE_INSENSITIVE);

    private final String typed;
    private final List<QueryPiece> pieces = new ArrayList<>();
    private Optional<QueryPart> unclosed = Optional.empty();
    private int at;

    private QueryPieces(String typed) {
        this.typed = typed;
    }

    /**
     * Cuts.
     *
     * @throws InvalidQuery if a limit has no end, or a quotation beside things that are related
     */
    static List<QueryPiece> of(String typed) {
        QueryPieces cutting = new QueryPieces(typed);
        cutting.cut();
        List<QueryPiece> marked = marked(cutting.pieces);
        if (cutting.unclosed.isPresent() && marked.stream().anyMatch(piece -> piece.is(Kind.RELATION))) {
            throw InvalidQuery.at(
                    typed,
                    cutting.unclosed.get().start(),
                    ProblemCode.QUERY_QUOTE_OPEN,
                    "This quote is not closed: put another one after the words that belong together.");
        }
        return marked;
    }

    /**
     * Finds the part that is being typed, which may be in a quotation that is still open.
     *
     * @throws InvalidQuery if a limit is being typed
     */
    static QueryPart underWay(String typed) {
        QueryPieces cutting = new QueryPieces(typed);
        cutting.cut();
        if (cutting.unclosed.isPresent() && cutting.isThing(cutting.unclosed.get())) {
            return cutting.unclosed.get();
        }
        List<QueryPiece> marked = marked(cutting.pieces);
        if (marked.stream().noneMatch(piece -> piece.is(Kind.RELATION))) {
            return cutting.part(0, 0);
        }
        QueryPiece last = marked.stream()
                .filter(piece -> !piece.is(Kind.WORD) && !piece.is(Kind.QUOTATION))
                .reduce((first, second) -> second)
                .orElseThrow();
        return cutting.part(last.end(), open(marked));
    }

    /** Whether a quotation that is open is a thing by itself, rather than a word among others. */
    private boolean isThing(QueryPart quotation) {
        List<QueryPiece> before = pieces.stream()
                .filter(piece -> piece.end() <= quotation.start())
                .toList();
        return before.isEmpty() || before.getLast().beginsThing();
    }

    private QueryPart part(int begin, int parentheses) {
        int start = begin;
        while (start < typed.length() && isSpace(typed.charAt(start))) {
            start++;
        }
        return new QueryPart(start, typed.substring(start), Optional.empty(), parentheses);
    }

    private static int open(List<QueryPiece> pieces) {
        int open = 0;
        for (QueryPiece piece : pieces) {
            open += piece.is(Kind.OPENING) ? 1 : piece.is(Kind.CLOSING) ? -1 : 0;
        }
        return Math.max(0, open);
    }

    private void cut() {
        while (at < typed.length()) {
            char next = typed.charAt(at);
            if (isSpace(next)) {
                at++;
            } else if (next == '(' || next == ')') {
                add(next == '(' ? Kind.OPENING : Kind.CLOSING, String.valueOf(next), at + 1);
            } else if (!quotation(next) && !relation()) {
                word();
            }
        }
    }

    static boolean isSpace(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    private void add(Kind kind, String text, int end) {
        add(kind, Optional.empty(), text, Optional.empty(), end);
    }

    private void add(Kind kind, Optional<Relation> relation, String text, Optional<Limit> limit, int end) {
        pieces.add(new QueryPiece(kind, relation, text, limit, at, end));
        at = end;
    }

    /** @return what ends a quotation that begins with a character; nothing if none does. A straight quote is often typed to close a curly one. */
    static String closing(char opening) {
        return switch (opening) {
            case '"' -> "\"";
            case '“', '”' -> "”“„\"";
            case '„' -> "“”„\"";
            case '«' -> "»«";
            case '»' -> "«»";
            case '「' -> "」";
            case '『' -> "』";
            default -> "";
        };
    }

    private boolean quotation(char opening) {
        String closing = closing(opening);
        if (closing.isEmpty()) {
            return false;
        }
        StringBuilder text = new StringBuilder();
        for (int i = at + 1; i < typed.length(); i++) {
            char next = typed.charAt(i);
            boolean escapes = opening == '"' && next == '\\' && i + 1 < typed.length();
            if (escapes && (typed.charAt(i + 1) == '"' || typed.charAt(i + 1) == '\\')) {
                text.append(typed.charAt(++i));
            } else if (closing.indexOf(next) >= 0) {
                add(Kind.QUOTATION, text.toString(), i + 1);
                return true;
            } else {
                text.append(next);
            }
        }
        if (unclosed.isEmpty()) {
            unclosed = Optional.of(new QueryPart(at, text.toString(), Optional.of(opening), open(pieces)));
        }
        return false;
    }

    private boolean relation() {
        Matcher name = RELATION.matcher(typed).region(at, typed.length()).useTransparentBounds(true);
        if (!name.lookingAt()) {
            return false;
        }
        Relation relation = Relation.of(name.group(1));
        Matcher bracket = LIMIT.matcher(typed).region(name.end(), typed.length());
        if (bracket.lookingAt()) {
            int begin = bracket.end();
            int end = typed.indexOf(']', begin);
            if (end < 0) {
                throw InvalidQuery.at(
                        typed,
                        begin - 1,
                        ProblemCode.QUERY_BRACKET_OPEN,
                        "This bracket is not closed: put ] after the limit.");
            }
            Limit limit = new Limit(typed.substring(begin, end), begin);
            add(Kind.RELATION, Optional.of(relation), name.group(), Optional.of(limit), end + 1);
            return true;
        }
        if (relation != Relation.WITHIN) {
            add(Kind.PERHAPS_RELATION, Optional.of(relation), name.group(), Optional.empty(), name.end());
            return true;
        }
        return false;
    }

    private void word() {
        int end = at + 1;
        while (end < typed.length()
                && !isSpace(typed.charAt(end))
                && typed.charAt(end) != '('
                && typed.charAt(end) != ')'
                && !relatesAt(end)) {
            end++;
        }
        add(Kind.WORD, typed.substring(at, end), end);
    }

    /** Whether a relation follows at once on what stands before a place. */
    private boolean relatesAt(int place) {
        int before = typed.codePointBefore(place);
        boolean latin =
                Character.isLetter(before) && Character.UnicodeScript.of(before) == Character.UnicodeScript.LATIN;
        return !latin
                && LIMITED_RELATION.matcher(typed).region(place, typed.length()).lookingAt();
    }

    /** Takes the words that may relate for relations where a quotation stands alone beside them, and else for words. */
    private static List<QueryPiece> marked(List<QueryPiece> cut) {
        List<QueryPiece> marked = new ArrayList<>();
        for (int i = 0; i < cut.size(); i++) {
            QueryPiece piece = cut.get(i);
            if (piece.is(Kind.PERHAPS_RELATION)) {
                boolean relates = quoted(cut, i, Kind.CLOSING, Kind.OPENING, j -> j - 1)
                        || quoted(cut, i, Kind.OPENING, Kind.CLOSING, j -> j + 1)
                        || i > 0 && cut.get(i - 1).endsThing();
                marked.add(piece.as(relates ? Kind.RELATION : Kind.WORD));
            } else {
                marked.add(piece);
            }
        }
        return marked;
    }

    /** Whether the next thing in a direction is a quotation, with nothing more than parentheses up to the relation, or the end, behind it. */
    private static boolean quoted(List<QueryPiece> cut, int place, Kind near, Kind far, IntUnaryOperator step) {
        int i = step.applyAsInt(place);
        while (has(cut, i) && cut.get(i).is(near)) {
            i = step.applyAsInt(i);
        }
        if (!has(cut, i) || !cut.get(i).is(Kind.QUOTATION)) {
            return false;
        }
        i = step.applyAsInt(i);
        while (has(cut, i) && cut.get(i).is(far)) {
            i = step.applyAsInt(i);
        }
        return !has(cut, i) || cut.get(i).relates();
    }

    private static boolean has(List<QueryPiece> cut, int place) {
        return place >= 0 && place < cut.size();
    }
}
