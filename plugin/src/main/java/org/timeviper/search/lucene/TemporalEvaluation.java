package org.timeviper.search.lucene;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds where an expression holds, in one film after the other. All films share what may be made on the way, so that the work for one expression is bounded, however many
 * films there are.
 *
 * <p>Of the matches that tell of one span, only the one with the smallest gap goes on: what it is joined with later depends on its span alone, so the others would only ever
 * make the same spans with larger gaps, and a chain of relations would make ever more of them.
 */
final class TemporalEvaluation {

    private static final Comparator<TemporalMatch<?>> ORDER = Comparator.<TemporalMatch<?>, TimeSpan>comparing(
                    TemporalMatch::span)
            .thenComparingLong(TemporalMatch::gapMillis);

    private final TemporalExpression whole;
    private int left = TemporalExpression.MAX_ALL_MATCHES;

    /** @param whole what is looked for */
    TemporalEvaluation(TemporalExpression whole) {
        this.whole = whole;
    }

    /**
     * Finds where the expression holds in one film.
     *
     * @param hits gives for each operand the places where it holds by itself, in any order
     * @return as {@link TemporalExpression#evaluate}
     * @throws TooManyMatches if a part of it holds at too many places in this film, or all parts in all films so far
     */
    <H extends Timed> List<TemporalMatch<H>> in(
            Function<TemporalExpression.Operand, ? extends List<? extends H>> hits) {
        return matches(whole, hits);
    }

    private <H extends Timed> List<TemporalMatch<H>> matches(
            TemporalExpression part, Function<TemporalExpression.Operand, ? extends List<? extends H>> hits) {
        List<TemporalMatch<H>> matches =
                switch (part) {
                    case TemporalExpression.Operand operand ->
                        hits.apply(operand).stream()
                                .map(hit -> TemporalMatch.<H>of(hit))
                                .toList();
                    case TemporalExpression.Then(var first, var second, double within) ->
                        joined(TemporalAlgebra.then(
                                this.<H>matches(first, hits), this.<H>matches(second, hits), within));
                    case TemporalExpression.While(var first, var second) ->
                        joined(TemporalAlgebra.whilst(this.<H>matches(first, hits), this.<H>matches(second, hits)));
                    case TemporalExpression.Near(var first, var second, double within) ->
                        joined(TemporalAlgebra.near(
                                this.<H>matches(first, hits), this.<H>matches(second, hits), within));
                    case TemporalExpression.NotNear(var wanted, var unwanted, double within) ->
                        TemporalAlgebra.notNear(this.<H>matches(wanted, hits), this.<H>matches(unwanted, hits), within);
                    case TemporalExpression.Within(var expression, TimeSpan limits) ->
                        TemporalAlgebra.within(this.<H>matches(expression, hits), limits);
                };
        return counted(part, distinct(matches));
    }

    private static <H extends Timed> List<TemporalMatch<H>> joined(
            List<TemporalAlgebra.Joined<TemporalMatch<H>, TemporalMatch<H>>> pairs) {
        List<TemporalMatch<H>> matches = new ArrayList<>(pairs.size());
        pairs.forEach(pair -> matches.add(TemporalMatch.of(pair)));
        return matches;
    }

    /** In order, each span once. */
    private static <H extends Timed> List<TemporalMatch<H>> distinct(List<TemporalMatch<H>> matches) {
        Set<TimeSpan> spans = new HashSet<>();
        return matches.stream()
                .sorted(ORDER)
                .filter(match -> spans.add(match.span()))
                .toList();
    }

    private <T> List<T> counted(TemporalExpression part, List<T> matches) {
        if (matches.size() > TemporalExpression.MAX_MATCHES) {
            throw TooManyMatches.of(TemporalExpression.MAX_MATCHES, "in one film", part);
        }
        left -= matches.size();
        if (left < 0) {
            throw TooManyMatches.of(TemporalExpression.MAX_ALL_MATCHES, "in all films and parts", whole);
        }
        return matches;
    }
}
