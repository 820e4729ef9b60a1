package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {

    /** Seconds: bounds are sums and quotients of floating-point numbers. */
    private static final double ROUNDING = 1e-9;

    @Test
    void windowsAreCutWhereOneWouldBeTooLong() {
        assertEquals(List.of(new Span(5, 35)), new Span(5, 35).windows(30));
        assertEquals(List.of(new Span(5, 25.5), new Span(25.5, 46)), new Span(5, 46).windows(30));
        assertEquals(List.of(), new Span(5, 5).windows(30));
    }

    @Property
    void windowsAreEqualWithoutGapsAndAsFewAsReach(
            @ForAll @DoubleRange(max = 1000) double start,
            @ForAll @DoubleRange(min = 0.01, max = 1000) double length,
            @ForAll @DoubleRange(min = 0.1, max = 100) double longest) {
        Span whole = new Span(start, start + length);
        List<Span> windows = whole.windows(longest);
        assertEquals(whole.start(), windows.getFirst().start());
        assertEquals(whole.end(), windows.getLast().end());
        for (int i = 1; i < windows.size(); i++) {
            assertEquals(windows.get(i - 1).end(), windows.get(i).start());
        }
        for (Span window : windows) {
            assertEquals(whole.length() / windows.size(), window.length(), ROUNDING);
            assertTrue(window.length() <= longest + ROUNDING, () -> window + " is longer than " + longest);
        }
        assertTrue((windows.size() - 1) * longest < whole.length() + ROUNDING, () -> windows.size() + " are too many");
    }

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

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN})
    void aWindowThatMayLastNoTimeIsRefused(double longest) {
        assertThrows(IllegalArgumentException.class, () -> new Span(0, 1).windows(longest));
    }
}
