package org.timeviper.model.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.timeviper.model.config.ConfidenceCurve.Point;

class ConfidenceCurveTest {

    @Test
    void itIsStraightBetweenPointsAndFlatOutside() {
        ConfidenceCurve curve =
                new ConfidenceCurve(List.of(new Point(0.4, 0.1), new Point(0.6, 0.5), new Point(1, 0.9)));
        assertEquals(0.1, curve.at(0));
        assertEquals(0.1, curve.at(0.4));
        assertEquals(0.2, curve.at(0.45), 1e-12);
        assertEquals(0.5, curve.at(0.6), 1e-12);
        assertEquals(0.7, curve.at(0.8), 1e-12);
        assertEquals(0.9, curve.at(1), 1e-12);
        assertEquals(0.3, new ConfidenceCurve(List.of(new Point(0.5, 0.3))).at(0.9));
        assertEquals(0.37, ConfidenceCurve.IDENTITY.at(0.37));
    }

    @Test
    void whatIsNoCurveIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Point(-0.1, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new Point(0.5, Double.NaN));
        List<Point> falling = List.of(new Point(0.1, 0.5), new Point(0.2, 0.4));
        assertThrows(IllegalArgumentException.class, () -> new ConfidenceCurve(falling));
        List<Point> standing = List.of(new Point(0.1, 0.5), new Point(0.1, 0.6));
        assertThrows(IllegalArgumentException.class, () -> new ConfidenceCurve(standing));
    }

    @Property
    void aSurerAnswerIsNeverLessSureOnceCalibrated(
            @ForAll @Size(min = 1, max = 8) Set<@DoubleRange(max = 1) Double> raw,
            @ForAll @Size(8) List<@DoubleRange(max = 1) Double> calibrated,
            @ForAll @DoubleRange(max = 1) double one,
            @ForAll @DoubleRange(max = 1) double other) {
        List<Double> places = List.copyOf(new TreeSet<>(raw));
        List<Double> heights = calibrated.stream().sorted().toList();
        ConfidenceCurve curve = new ConfidenceCurve(IntStream.range(0, places.size())
                .mapToObj(i -> new Point(places.get(i), heights.get(i)))
                .toList());
        double less = curve.at(Math.min(one, other));
        double more = curve.at(Math.max(one, other));
        assertTrue(0 <= less && less <= more + 1e-12 && more <= 1, less + " and " + more);
        IntStream.range(0, places.size()).forEach(i -> assertEquals(heights.get(i), curve.at(places.get(i)), 1e-12));
    }
}
