package org.timeviper.indexer.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class TimeAxisTest {

    @Property(tries = 300)
    void ticksAreFewAndOnTheAxis(
            @ForAll @DoubleRange(min = 0, max = 1e5) double from,
            @ForAll @DoubleRange(min = 0.05, max = 1e6) double length,
            @ForAll @IntRange(min = 1, max = 20) int intervals) {
        TimeAxis axis = TimeAxis.of(from, from + length, intervals);
        List<Double> ticks = axis.ticks();
        assertTrue(ticks.size() <= intervals + 1, ticks::toString);
        for (double tick : ticks) {
            assertTrue(axis.place(tick) > -1e-6 && axis.place(tick) < 1 + 1e-6, ticks::toString);
        }
    }

    @Example
    void timesAreReadAsTheyAreSaid() {
        assertEquals("0:00.0", TimeAxis.tenths(0));
        assertEquals("1:05.5", TimeAxis.tenths(65.46));
        assertEquals("1:02:05.0", TimeAxis.tenths(3725));
        TimeAxis axis = TimeAxis.of(3, 41, 10);
        assertEquals(List.of(5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0), axis.ticks());
        assertEquals("0:05", axis.label(5));
        assertEquals("0:00.5", TimeAxis.of(0, 2, 5).label(0.5));
    }
}
