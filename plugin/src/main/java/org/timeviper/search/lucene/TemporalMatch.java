package org.timeviper.search.lucene;

import java.util.ArrayList;
import java.util.List;

/**
 * A place where a temporal expression holds.
 *
 * @param span what the expression is about there
 * @param hits the hits that make it up, in the order of the {@linkplain TemporalExpression#shown shown operands} of the expression
 * @param gapMillis the times between joined hits, added up, in milliseconds
 */
public record TemporalMatch<H extends Timed>(TimeSpan span, List<H> hits, long gapMillis) implements Timed {

    public TemporalMatch {
        hits = List.copyOf(hits);
    }

    /** One hit of an operand by itself. */
    static <H extends Timed> TemporalMatch<H> of(H hit) {
        return new TemporalMatch<>(hit.span(), List.of(hit), 0);
    }

    /** Two matches joined. */
    static <H extends Timed> TemporalMatch<H> of(TemporalAlgebra.Joined<TemporalMatch<H>, TemporalMatch<H>> joined) {
        List<H> hits = new ArrayList<>(joined.first().hits());
        hits.addAll(joined.second().hits());
        return new TemporalMatch<>(
                joined.span(),
                hits,
                joined.first().gapMillis() + joined.second().gapMillis() + joined.gapMillis());
    }
}
