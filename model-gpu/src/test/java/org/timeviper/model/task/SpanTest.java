package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class SpanTest {

    /** Seconds: bounds are sums and quotients of floating-point numbers. */
    private static final double ROUNDING = 1e-9;

    @Property
    void aWindowAroundASpanLiesWithinTheFilmAndHoldsTheSpanIfItFits(
            @ForAll @DoubleRange(min = 0.1, max = 1000) double film,
            @ForAll @DoubleRange(max = 1) double from,
            @ForAll @DoubleRange(max = 1) double part,
            @ForAll @DoubleRange(min = 2, max = 100) double longest) {
        Span whole = new Span(0, film);
        double start = from * film;
        Span within = new Span(start, Math.min(film, start + part * (film - start)));
        Span around = whole.around(within, longest);
        assertTrue(around.start() >= 0 && around.end() <= film, around::toString);
        assertEquals(Math.min(longest, film), around.length(), ROUNDING);
        if (within.length() <= around.length() - 2) {
            assertTrue(around.start() <= within.start() + ROUNDING, around + " " + within);
            assertTrue(around.end() >= within.end() - ROUNDING, around + " " + within);
        }
    }
}
