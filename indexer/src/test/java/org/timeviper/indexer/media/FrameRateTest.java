package org.timeviper.indexer.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameRateTest {

    @ParameterizedTest
    @CsvSource({
        "23.976, 24000/1001, 24",
        "23.98,  24000/1001, 24",
        "24,     24,         24",
        "25,     25,         25",
        "29.97,  30000/1001, 30",
        "29.97003, 30000/1001, 30",
        "30,     30,         30",
        "50,     50,         50",
        "59.94,  60000/1001, 60",
        "119.88, 120000/1001, 120",
        "12.5,   25/2,       13",
        "29.5,   59/2,       30"
    })
    void aRoundedRateIsTheOneThatWasMeant(double told, String rate, int nominal) {
        assertEquals(rate, FrameRate.near(told).toString());
        assertEquals(nominal, FrameRate.near(told).nominal());
    }

    @ParameterizedTest
    @CsvSource({
        "25/2,        25",
        "179/6,       30",
        "15/1,        30",
        "10/1,        30",
        "12/1,        24",
        "20/1,        60",
        "1/1,         24",
        "1/60,        24",
        "12000/1001,  24000/1001",
        "15000/1001,  30000/1001",
        "18/1,        24",
        "55/2,        30",
        "299/10,      30",
        "90/1,        100",
        "110/1,       120",
        "240/1,       120"
    })
    void aRateThatEditingSystemsLackIsCountedAtOneThatTheyHave(String own, String usual) {
        String[] parts = own.split("/");
        FrameRate rate = new FrameRate(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        assertEquals(usual, rate.usual().toString());
        assertEquals(rate.usual(), rate.usual().usual());
    }

    @Test
    void oneThatIsNoRateIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new FrameRate(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new FrameRate(25, -1));
        assertThrows(IllegalArgumentException.class, () -> FrameRate.near(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> FrameRate.near(0));
    }

    @Test
    void equalRatesAreEqual() {
        assertEquals(new FrameRate(25, 1), new FrameRate(12_800, 512));
        assertEquals(new FrameRate(30_000, 1001), new FrameRate(30_030_000, 1_002_001));
        assertEquals(new FrameRate(30_000, 1001), new FrameRate(2997, 100).cleaned());
        assertEquals(new FrameRate(299, 10), new FrameRate(299, 10).cleaned());
    }

    @Test
    void framesOfOneRateAreCountedInAnother() {
        FrameRate pal = new FrameRate(25, 1);
        FrameRate ntsc = new FrameRate(30_000, 1001);
        assertEquals(26, pal.lasting(31, ntsc, RoundingMode.HALF_UP));
        assertEquals(25, pal.lasting(31, ntsc, RoundingMode.FLOOR));
        assertEquals(30, ntsc.lasting(25, pal, RoundingMode.CEILING));
        assertEquals(29, ntsc.lasting(25, pal, RoundingMode.FLOOR));
    }

    @Property
    void theSecondOfAFrameIsNearestToThatFrame(
            @ForAll @LongRange(max = 10_000_000) long frame, @ForAll @IntRange(min = 1, max = 240) int frames) {
        for (FrameRate rate : new FrameRate[] {new FrameRate(frames, 1), new FrameRate(frames * 1000L, 1001)}) {
            assertEquals(frame, rate.nearestFrame((double) frame * rate.denominator() / rate.numerator()));
        }
    }
}
