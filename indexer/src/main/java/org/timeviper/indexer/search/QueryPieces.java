package org.timeviper.indexer.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timeviper.indexer.search.QueryPiece.Kind;
import org.timeviper.indexer.search.QueryPiece.Limit;

/**
 * Cuts a query into pieces. A quotation begins where a quote stands before a word, so that the inches of a 5" pipe are none; within straight quotes, {@code \"} is a quote
 * and {@code \\} a backslash.
 *
 * <p>The words of relations are words like any other unless a limit in brackets stands behind them; {@code then} and {@code while} also relate where one of the two things is
 * a quotation and nothing else.
 */
final class QueryPieces {

    private static final Pattern RELATION = Pattern.compile(
            "(not\\s+near|near|then|while|within)(?=[\\s\\p{Z}\\[()\"“”„]|$)", Pattern.CASE_INSENSITIVE);

    /** Brackets that stand apart from their relation must begin with a number: "then [laughter]" is what a transcript says. */
    private static final Pattern LIMIT = Pattern.compile("\\[|[\\s\\p{Z}]+\\[(?=\\s*[\\d.])");

    private static final String CURLY = "“”„";

    private final String typed;
    private final List<QueryPiece> pieces = new ArrayList<>();
    private int at;

    private QueryPieces(String typed) {
        this.typed = typed;
    }

    /**
     * Cuts.
     *
     * @throws InvalidQuery if a quotation or a limit has no end
     */
    static List<QueryPiece> of(String typed) {
        QueryPieces cutting = new QueryPieces(typed);
        cutting.cut();
        return marked(cutting.pieces);
    }

    private void cut() {
        while (at < typed.length()) {
            char next = typed.charAt(at);
            if (isSpace(next)) {
                at++;
            } else if (next == '"' || CURLY.indexOf(next) >= 0) {
                quotation(next);
            } else if (next == '(' || next == ')') {
                add(next == '(' ? Kind.OPENING : Kind.CLOSING, String.valueOf(next), Optional.empty(), at + 1);
            } else if (!relation()) {
                word();
            }
        }
    }

    static boolean isSpace(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    private void add(Kind kind, String text, Optional<Limit> limit, int end) {
        pieces.add(new QueryPiece(kind, text, limit, at, end));
        at = end;
    }

    private void quotation(char opening) {
        StringBuilder text = new StringBuilder();
        for (int i = at + 1; i < typed.length(); i++) {
            char next = typed.charAt(i);
            boolean escapes = opening == '"' && next == '\\' && i + 1 < typed.length();
            if (escapes && (typed.charAt(i + 1) == '"' || typed.charAt(i + 1) == '\\')) {
                text.append(typed.charAt(++i));
            } else if (opening == '"' ? next == '"' : CURLY.indexOf(next) >= 0) {
                add(Kind.QUOTATION, text.toString(), Optional.empty(), i + 1);
                return;
            } else {
                text.append(next);
            }
        }
        throw InvalidQuery.at(
                typed, at, "This quote is not closed: put another one after the words that belong together.");
    }

    private boolean relation() {
        Matcher name = RELATION.matcher(typed).region(at, typed.length()).useTransparentBounds(true);
        if (!name.lookingAt()) {
            return false;
        }
        String relation = name.group(1).toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        Matcher bracket = LIMIT.matcher(typed).region(name.end(), typed.length());
        if (bracket.lookingAt()) {
            int begin = bracket.end();
            int end = typed.indexOf(']', begin);
            if (end < 0) {
                throw InvalidQuery.at(typed, begin - 1, "This bracket is not closed: put ] after the limit.");
            }
            add(Kind.RELATION, relation, Optional.of(new Limit(typed.substring(begin, end), begin)), end + 1);
            return true;
        }
        if (relation.equals("then") || relation.equals("while")) {
            add(Kind.PERHAPS_RELATION, relation, Optional.empty(), name.end());
            return true;
        }
        return false;
    }

    private void word() {
        int end = at;
        while (end < typed.length()
                && !isSpace(typed.charAt(end))
                && typed.charAt(end) != '('
                && typed.charAt(end) != ')') {
            end++;
        }
        add(Kind.WORD, typed.substring(at, end), Optional.empty(), end);
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
