package org.timeviper.indexer.search;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.timeviper.api.ProblemCode;
import org.timeviper.indexer.search.QueryPiece.Kind;
import org.timeviper.indexer.search.QueryPiece.Limit;
import org.timeviper.indexer.search.QueryPiece.Relation;
import org.timeviper.search.lucene.TemporalExpression;
import org.timeviper.search.lucene.TimeSpan;

/**
 * How a person writes what is looked for: plain words, or things and how they stand in time.
 *
 * <pre>{@code
 * red car                                  words, as always
 * "red car" then[10s] "white car"          the one, then, at most 10 s after its end, the other
 * red car then[10s] white car              the same: a limit marks the relation, so words need no quotes
 * "red car" then white car                 at most 30 s: where one thing is in quotes, the relation needs no limit
 * "rain" while "people dance"              at the same time
 * "goal" near[20s] "whistle"               in either order
 * "street" not near[1min] "police"         where that is nowhere near
 * 赤い車then[10s]白い車                      no space is needed beside a script that has none
 * "goal" within[0s..10min]                 in a stretch of the film
 * "a" then[5s] ("b" while "c")             relations are taken from left to right; parentheses group
 * }</pre>
 *
 * <p>Whatever relates nothing is plain words: "what happens then" is an ordinary search, and so is a 27 " monitor.
 */
public final class QuerySyntax {

    /** The most that lies between two things in seconds where nothing is said. */
    public static final double USUAL_SECONDS = 30;

    /** How deep parentheses may be nested. */
    private static final int MAX_DEPTH = TemporalExpression.MAX_SIZE;

    private static final String RANGE = "..";

    /** The parameter of a mistake that says which relation is meant. */
    private static final String RELATION = "relation";

    private final String typed;
    private final List<QueryPiece> pieces;
    private int next;

    private QuerySyntax(String typed, List<QueryPiece> pieces) {
        this.typed = typed;
        this.pieces = pieces;
    }

    /**
     * Reads a query.
     *
     * @param typed what a person typed
     * @throws InvalidQuery if it is blank, or an expression that cannot be read
     */
    public static TemporalExpression parse(String typed) {
        List<QueryPiece> pieces = QueryPieces.of(typed);
        if (pieces.isEmpty()) {
            throw InvalidQuery.at(typed, 0, ProblemCode.QUERY_EMPTY, "The query is empty: say what to look for.");
        }
        QuerySyntax syntax = new QuerySyntax(typed, pieces);
        if (pieces.stream().noneMatch(piece -> piece.is(Kind.RELATION))) {
            return syntax.operand(0, pieces.size());
        }
        TemporalExpression expression = syntax.sequence(0);
        if (syntax.next < pieces.size()) {
            QueryPiece left = pieces.get(syntax.next);
            throw syntax.invalid(
                    left,
                    left.is(Kind.CLOSING)
                            ? ProblemCode.QUERY_PARENTHESIS_UNMATCHED
                            : ProblemCode.QUERY_RELATION_MISSING,
                    left.is(Kind.CLOSING)
                            ? "This parenthesis closes nothing: take it out, or open one before it."
                            : "Nothing says how this stands in time to what is before it: write then[10s], near[10s] or while between them.");
        }
        return expression;
    }

    /** @return whether something in a text is a relation by its limit, even if the limit has no end or cannot be read */
    public static boolean holdsLimit(String text) {
        try {
            return QueryPieces.of(text).stream()
                    .anyMatch(piece -> piece.is(Kind.RELATION) && piece.limit().isPresent());
        } catch (InvalidQuery e) {
            return true;
        }
    }

    /** @return the expression as text, with all its limits; {@link #parse} gives the same expression for it */
    public static String print(TemporalExpression expression) {
        return switch (expression) {
            case TemporalExpression.Operand(String text) -> quoted(text);
            case TemporalExpression.Then(var first, var second, double within) ->
                written(first, Relation.THEN, within, second);
            case TemporalExpression.Near(var first, var second, double within) ->
                written(first, Relation.NEAR, within, second);
            case TemporalExpression.NotNear(var wanted, var unwanted, double within) ->
                written(wanted, Relation.NOT_NEAR, within, unwanted);
            case TemporalExpression.While(var first, var second) -> print(first) + " while " + grouped(second);
            case TemporalExpression.Within(var of, TimeSpan limits) ->
                print(of) + " within[" + QueryLimit.print(limits.start()) + RANGE + QueryLimit.print(limits.end())
                        + "]";
        };
    }

    private static String written(
            TemporalExpression first, Relation relation, double within, TemporalExpression second) {
        return print(first) + " " + relation.written() + "[" + QueryLimit.print(within) + "] " + grouped(second);
    }

    /** What stands behind a relation: in parentheses if it is more than a quotation. */
    private static String grouped(TemporalExpression expression) {
        return expression instanceof TemporalExpression.Operand operand
                ? quoted(operand.text())
                : "(" + print(expression) + ")";
    }

    /** @return a text as a quotation */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Reads things and their relations up to the end or to a parenthesis that closes. */
    private TemporalExpression sequence(int depth) {
        TemporalExpression whole = thing(depth, "before");
        while (next < pieces.size() && pieces.get(next).is(Kind.RELATION)) {
            whole = related(whole, pieces.get(next++), depth);
        }
        return whole;
    }

    private TemporalExpression related(TemporalExpression left, QueryPiece piece, int depth) {
        return switch (piece.relation().orElseThrow()) {
            case THEN -> apart(left, piece, depth, TemporalExpression::then);
            case NEAR -> apart(left, piece, depth, TemporalExpression::near);
            case NOT_NEAR -> apart(left, piece, depth, TemporalExpression::notNear);
            case WHILE -> {
                if (piece.limit().isPresent()) {
                    throw invalid(
                            piece,
                            ProblemCode.QUERY_LIMIT_UNWANTED,
                            Map.of(RELATION, Relation.WHILE.written()),
                            "'while' takes no limit: leave out the brackets.");
                }
                TemporalExpression right = thing(depth, "after");
                yield made(piece, () -> left.whilst(right));
            }
            case WITHIN -> made(piece, () -> left.within(stretch(piece)));
        };
    }

    /** A relation of two things and the most seconds between them. */
    private interface Apart {
        TemporalExpression of(TemporalExpression left, TemporalExpression right, double seconds);
    }

    private TemporalExpression apart(TemporalExpression left, QueryPiece piece, int depth, Apart relation) {
        double seconds = seconds(piece);
        TemporalExpression right = thing(depth, "after");
        return made(piece, () -> relation.of(left, right, seconds));
    }

    /**
     * Reads a group, or words and quotations up to the next relation or parenthesis.
     *
     * @param side where the thing stands, seen from its relation, for an error
     */
    private TemporalExpression thing(int depth, String side) {
        if (next == pieces.size()
                || pieces.get(next).is(Kind.RELATION)
                || pieces.get(next).is(Kind.CLOSING)) {
            throw missing(side);
        }
        QueryPiece first = pieces.get(next);
        if (first.is(Kind.OPENING)) {
            return group(first, depth + 1);
        }
        int from = next;
        while (next < pieces.size()
                && (pieces.get(next).is(Kind.WORD) || pieces.get(next).is(Kind.QUOTATION))) {
            next++;
        }
        return operand(from, next);
    }

    private TemporalExpression group(QueryPiece opening, int depth) {
        if (depth > MAX_DEPTH) {
            throw invalid(
                    opening,
                    ProblemCode.QUERY_TOO_DEEP,
                    Map.of("most", MAX_DEPTH),
                    "Parentheses may be nested " + MAX_DEPTH + " deep: leave out those that are not needed.");
        }
        next++;
        TemporalExpression inner = sequence(depth);
        if (next == pieces.size()) {
            throw invalid(
                    opening,
                    ProblemCode.QUERY_PARENTHESIS_OPEN,
                    "This parenthesis is not closed: put another one at the end of the group.");
        }
        if (!pieces.get(next).is(Kind.CLOSING)) {
            throw invalid(
                    pieces.get(next),
                    ProblemCode.QUERY_RELATION_MISSING,
                    "A relation is missing before this: write then[10s], near[10s] or while before it.");
        }
        next++;
        return inner;
    }

    private InvalidQuery missing(String side) {
        boolean behind = side.equals("after");
        QueryPiece neighbour = behind || next == pieces.size() ? pieces.get(next - 1) : pieces.get(next);
        if (!neighbour.is(Kind.RELATION)) {
            String inner = neighbour.is(Kind.OPENING) ? "after" : "before";
            return invalid(
                    neighbour,
                    ProblemCode.QUERY_PARENTHESIS_BARE,
                    "Nothing stands " + inner + " this parenthesis: say there what to look for.");
        }
        return invalid(
                neighbour,
                ProblemCode.QUERY_THING_MISSING,
                Map.of(RELATION, written(neighbour), "side", side),
                "Nothing stands " + side + " " + name(neighbour) + ": say there what to look for.");
    }

    private static String name(QueryPiece relation) {
        return "'" + written(relation) + "'";
    }

    private static String written(QueryPiece relation) {
        return relation.relation().orElseThrow().written();
    }

    /** What some words and quotations say: a quotation alone what it holds, all else as typed. */
    private TemporalExpression operand(int from, int to) {
        QueryPiece first = pieces.get(from);
        boolean quotation = to - from == 1 && first.is(Kind.QUOTATION);
        String said = typed.substring(first.start(), pieces.get(to - 1).end());
        if (quotation && first.text().isBlank()) {
            throw invalid(
                    first,
                    ProblemCode.QUERY_QUOTES_EMPTY,
                    "These quotes hold nothing: write between them what to look for.");
        }
        return made(
                first,
                () -> new TemporalExpression.Operand(
                        quotation ? first.text() : QueryText.of(said).text()));
    }

    private double seconds(QueryPiece relation) {
        if (relation.limit().isEmpty()) {
            return USUAL_SECONDS;
        }
        Limit limit = relation.limit().get();
        if (limit.text().contains(RANGE)) {
            throw InvalidQuery.at(
                    typed,
                    limit.start(),
                    ProblemCode.QUERY_LIMIT_SINGLE,
                    Map.of(RELATION, written(relation)),
                    name(relation) + " takes one limit, the most that may lie between: " + written(relation)
                            + "[10s].");
        }
        return seconds(limit.text(), limit.start());
    }

    private TimeSpan stretch(QueryPiece relation) {
        Limit limit = relation.limit().orElseThrow();
        int range = limit.text().indexOf(RANGE);
        if (range < 0) {
            throw InvalidQuery.at(
                    typed,
                    limit.start(),
                    ProblemCode.QUERY_LIMIT_RANGE,
                    "'within' takes a stretch of the film: within[1min..2min].");
        }
        int second = range + RANGE.length();
        return TimeSpan.ofSeconds(
                seconds(limit.text().substring(0, range), limit.start()),
                seconds(limit.text().substring(second), limit.start() + second));
    }

    private double seconds(String text, int place) {
        try {
            return QueryLimit.seconds(text);
        } catch (NumberFormatException e) {
            throw InvalidQuery.at(
                    typed, place, ProblemCode.QUERY_LENGTH_UNREADABLE, Map.of("given", text.strip()), e.getMessage());
        }
    }

    private InvalidQuery invalid(QueryPiece piece, ProblemCode code, String problem) {
        return invalid(piece, code, Map.of(), problem);
    }

    private InvalidQuery invalid(QueryPiece piece, ProblemCode code, Map<String, Object> parameters, String problem) {
        return InvalidQuery.at(typed, piece.start(), code, parameters, problem);
    }

    /** The algebra has limits of its own, and says what they are. */
    private TemporalExpression made(QueryPiece place, Supplier<TemporalExpression> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw invalid(place, ProblemCode.QUERY_OUT_OF_BOUNDS, e.getMessage());
        }
    }
}
