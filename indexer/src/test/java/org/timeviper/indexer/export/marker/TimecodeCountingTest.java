package org.timeviper.indexer.export.marker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.indexer.media.FrameRate;

class TimecodeCountingTest {

    private static final TimecodeCounting DROP_30 = new TimecodeCounting(30, true);
    private static final TimecodeCounting DROP_60 = new TimecodeCounting(60, true);

    /** Worked out by hand: two labels fewer at each minute but every tenth. */
    @ParameterizedTest
    @CsvSource({
        "0,        00:00:00;00",
        "29,       00:00:00;29",
        "1799,     00:00:59;29",
        "1800,     00:01:00;02",
        "1801,     00:01:00;03",
        "3597,     00:01:59;29",
        "3598,     00:02:00;02",
        "17981,    00:09:59;29",
        "17982,    00:10:00;00",
        "17983,    00:10:00;01",
        "19781,    00:10:59;29",
        "19782,    00:11:00;02",
        "107892,   01:00:00;00",
        "2589407,  23:59:59;29"
    })
    void dropFrameLabelsAt29_97(long frame, String label) {
        assertEquals(label, DROP_30.label(frame));
        assertEquals(frame, DROP_30.frame(label));
    }

    /** Worked out by hand: four labels fewer. */
    @ParameterizedTest
    @CsvSource({
        "3599,     00:00:59;59",
        "3600,     00:01:00;04",
        "7195,     00:01:59;59",
        "7196,     00:02:00;04",
        "35963,    00:09:59;59",
        "35964,    00:10:00;00",
        "215784,   01:00:00;00",
        "5178815,  23:59:59;59"
    })
    void dropFrameLabelsAt59_94(long frame, String label) {
        assertEquals(label, DROP_60.label(frame));
        assertEquals(frame, DROP_60.frame(label));
    }

    @ParameterizedTest
    @CsvSource({
        "24,  86400,   01:00:00:00",
        "24,  23,      00:00:00:23",
        "25,  1500,    00:01:00:00",
        "25,  90000,   01:00:00:00",
        "30,  1800,    00:01:00:00",
        "30,  108000,  01:00:00:00",
        "50,  179999,  00:59:59:49",
        "60,  3600,    00:01:00:00",
        "120, 119,     00:00:00:119"
    })
    void otherLabelsLeaveNoneOut(int nominal, long frame, String label) {
        TimecodeCounting counting = new TimecodeCounting(nominal, false);
        assertEquals(label, counting.label(frame));
        assertEquals(frame, counting.frame(label));
    }

    @Test
    void programmesBeginAtOneHour() {
        assertEquals(107_892, DROP_30.hour());
        assertEquals(90_000, new TimecodeCounting(25, false).hour());
        assertEquals("01:00:00:000", new TimecodeCounting(120, false).label(new TimecodeCounting(120, false).hour()));
    }

    @ParameterizedTest
    @CsvSource({
        "00:01:00;00",
        "00:01:00;01",
        "23:59:00;01",
        "00:00:00;30",
        "24:00:00;00",
        "00:60:00;00",
        "00:00:60;00",
        "1:00:00;00",
        "00:00:00",
        "01-00-00-00"
    })
    void whatNoFrameBearsIsRefused(String label) {
        assertThrows(IllegalArgumentException.class, () -> DROP_30.frame(label));
    }

    @Test
    void theLabelThatOneRateLeavesOutAnotherHas() {
        assertThrows(IllegalArgumentException.class, () -> DROP_60.frame("00:01:00;03"));
        assertEquals(1802, DROP_30.frame("00:01:00;04"));
        assertEquals(1803, new TimecodeCounting(30, false).frame("00:01:00:03"));
    }

    @Test
    void labelsAreLeftOutOnlyWhereARuleSaysWhich() {
        assertTrue(TimecodeCounting.droppable(Films.R29_97));
        assertTrue(TimecodeCounting.droppable(Films.R59_94));
        for (FrameRate rate : new FrameRate[] {Films.R23_976, Films.R25, Films.R50, new FrameRate(30, 1)}) {
            assertFalse(TimecodeCounting.droppable(rate));
            assertFalse(TimecodeCounting.of(rate, true).drop());
        }
        assertThrows(IllegalArgumentException.class, () -> new TimecodeCounting(25, true));
    }

    /** A day of 29.97 is 86,400 s but for 86 ms: what drop-frame counting is for. */
    @Test
    void aDropFrameDayIsADay() {
        assertEquals("00:00:00;00", DROP_30.label(2_589_408));
        assertEquals("23:59:59;29", DROP_30.label(-1));
        assertEquals(86_399.9136, Films.R29_97.seconds(2_589_408, 4).doubleValue(), 1e-9);
    }

    @Provide
    Arbitrary<TimecodeCounting> countings() {
        return Arbitraries.oneOf(
                Arbitraries.of(DROP_30, DROP_60),
                Arbitraries.of(24, 25, 30, 48, 50, 60, 100, 120).map(nominal -> new TimecodeCounting(nominal, false)));
    }

    @Property
    void everyFrameOfADayHasALabelOfItsOwn(
            @ForAll("countings") TimecodeCounting counting, @ForAll @LongRange(max = 5_000_000) long drawn) {
        long day = counting.frame("23:59:59" + (counting.drop() ? ";" : ":") + (counting.nominal() - 1)) + 1;
        long frame = drawn % day;
        assertEquals(frame, counting.frame(counting.label(frame)));
        assertEquals(counting.label(frame), counting.label(frame + day));
    }

    /** The slow way: count labels one by one, and leave out those that the rule names. */
    @Property(tries = 20)
    void labelsFollowEachOtherAsTheRuleSays(
            @ForAll("countings") TimecodeCounting counting, @ForAll @LongRange(max = 2_000_000) long from) {
        String label = counting.label(from);
        int[] clock = {
            Integer.parseInt(label.substring(0, 2)),
            Integer.parseInt(label.substring(3, 5)),
            Integer.parseInt(label.substring(6, 8)),
            Integer.parseInt(label.substring(9))
        };
        for (long frame = from + 1; frame < from + 4000; frame++) {
            tick(clock, counting);
            String next = counting.label(frame);
            assertEquals(
                    clock[0] + " " + clock[1] + " " + clock[2] + " " + clock[3],
                    Integer.parseInt(next.substring(0, 2)) + " " + Integer.parseInt(next.substring(3, 5)) + " "
                            + Integer.parseInt(next.substring(6, 8)) + " " + Integer.parseInt(next.substring(9)));
        }
    }

    private static void tick(int[] clock, TimecodeCounting counting) {
        if (++clock[3] == counting.nominal()) {
            clock[3] = 0;
            if (++clock[2] == 60) {
                clock[2] = 0;
                if (++clock[1] == 60) {
                    clock[1] = 0;
                    clock[0] = (clock[0] + 1) % 24;
                }
                clock[3] = counting.drop() && clock[1] % 10 != 0 ? counting.nominal() / 15 : 0;
            }
        }
    }

    /** What drop-frame counting promises: the label is never more than a few frames off the clock. */
    @Property
    void dropFrameLabelsKeepToTheClock(@ForAll @LongRange(max = 2_589_407) long frame) {
        String label = DROP_30.label(frame);
        double told = Integer.parseInt(label.substring(0, 2)) * 3600
                + Integer.parseInt(label.substring(3, 5)) * 60
                + Integer.parseInt(label.substring(6, 8))
                + Integer.parseInt(label.substring(9)) / 30.0;
        assertEquals(Films.R29_97.seconds(frame, 6).doubleValue(), told, 0.15);
    }

    @Provide
    Arbitrary<FrameSpan> spans() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 400_000),
                        Arbitraries.longs().between(1, 5_000))
                .as((start, length) -> new FrameSpan(start, start + length));
    }

    @Property
    void secondsThatWereWrittenForAFrameLeadBackToIt(@ForAll("spans") FrameSpan span) {
        for (FrameRate rate : Films.RATES) {
            Film film = Films.film("a.mp4", rate, null, span.end() + 10);
            FrameSpan again = film.nearest(
                    film.seconds(span.start()).doubleValue(),
                    film.seconds(span.end()).doubleValue());
            assertEquals(span, again);
        }
    }

    /** A player shows the frame that has begun last. */
    @Property
    void aPlayerThatIsSentToAFrameShowsIt(@ForAll @LongRange(max = 5_000_000) long frame) {
        for (FrameRate rate : Films.RATES) {
            double second =
                    Films.film("a.mp4", rate, null, frame + 1).seconds(frame).doubleValue();
            assertEquals(frame, (long) Math.floor(second * rate.numerator() / rate.denominator() + 1e-9));
        }
    }

    @Test
    void aSpanIsNeverEmptyNorOutsideItsFilm() {
        Film film = Films.film("a.mp4", Films.R25, null, 100);
        assertEquals(new FrameSpan(25, 26), film.nearest(1, 1));
        assertEquals(new FrameSpan(99, 100), film.nearest(50, 60));
        assertEquals(new FrameSpan(0, 100), film.nearest(0, 1e6));
        for (double far : new double[] {1e18, 1e300, Double.POSITIVE_INFINITY}) {
            assertEquals(new FrameSpan(25, 100), film.nearest(1, far));
            assertEquals(new FrameSpan(0, 1), film.nearest(-far, -far));
            assertEquals(new FrameSpan(99, 100), film.nearest(far, far));
        }
    }

    @Test
    void aFilmIsCountedAsItsFileSays() {
        Film master = Films.film("a.mov", Films.R29_97, "01:00:00;00", 100);
        assertEquals(107_892, master.firstCount());
        assertEquals("01:00:00;10", master.timecode(10));
        Film straight = Films.film("a.mov", Films.R29_97, "01:00:00:00", 100);
        assertEquals(108_000, straight.firstCount());
        assertEquals("01:00:03:10", straight.timecode(100));
        assertEquals("00:00:00;00", Films.film("a.mov", Films.R29_97, null, 100).timecode(0));
        assertEquals(
                "10:00:00:00",
                Films.film("a.mxf", Films.R25, "10:00:00;00", 100).timecode(0));
        Film midnight = Films.film("a.mov", Films.R25, "23:59:59:00", 100);
        assertEquals("00:00:00:05", midnight.timecode(30));
    }

    @Test
    void aTimecodeThatCannotBeIsNone() {
        Film film = Films.film("a.mov", Films.R29_97, "00:01:00;01", 100);
        assertFalse(film.timecoded());
        assertEquals("00:00:00;00", film.timecode(0));
        assertEquals(
                film.timecode(5),
                Films.film("b.mov", Films.R29_97, "00:01:00:45", 100).timecode(5));
    }
}
