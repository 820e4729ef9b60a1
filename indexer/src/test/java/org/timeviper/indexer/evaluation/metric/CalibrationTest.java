package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.indexer.evaluation.metric.Calibration.Answered;
import org.timeviper.indexer.evaluation.metric.Calibration.Bin;

class CalibrationTest {

    @Test
    void eachBinTellsHowSureAndHowRight() {
        Calibration calibration = Calibration.of(List.of(
                new Answered(0.92, true),
                new Answered(0.98, true),
                new Answered(1, false),
                new Answered(0.3, false),
                new Answered(0.0, false)));
        assertEquals(10, calibration.bins().size());
        Bin surest = calibration.bins().getLast();
        assertEquals(3, surest.count());
        assertEquals((0.92 + 0.98 + 1) / 3, surest.confidence(), 1e-12);
        assertEquals(2 / 3.0, surest.accuracy(), 1e-12);
        assertEquals(1, calibration.bins().get(3).count(), "0.3 is where the fourth bin begins");
        assertEquals(1, calibration.bins().get(0).count());
        // 3/5 of the answers are off by 2.9/3 − 2/3, 1/5 by 0.3 − 0, 1/5 by 0
        assertEquals(3 / 5.0 * (2.9 / 3 - 2 / 3.0) + 1 / 5.0 * 0.3, calibration.error(), 1e-12);
    }

    @Test
    void aBinAgreesWithinTenPoints() {
        assertTrue(calibration(20, 0.85, 15).agrees(20), "75 % right at 85 % sure");
        assertFalse(calibration(20, 0.85, 14).agrees(20), "70 % right at 85 % sure");
        assertTrue(calibration(20, 0.85, 19).agrees(20), "95 % right at 85 % sure");
        assertFalse(calibration(20, 0.85, 20).agrees(20), "100 % right at 85 % sure");
    }

    @Test
    void aBinWithFewAnswersIsNotHeldAgainstTheModel() {
        List<Answered> answers = new ArrayList<>(answers(20, 0.85, 17));
        answers.addAll(answers(3, 0.25, 3));
        assertTrue(Calibration.of(answers).agrees(4));
        assertFalse(Calibration.of(answers).agrees(3));
    }

    @Test
    void tooFewAnswersShowNothing() {
        assertFalse(calibration(20, 0.85, 17).agrees(21));
        assertFalse(Calibration.of(List.of()).agrees(0));
    }

    @Test
    void withoutAnswersThereIsNoError() {
        Calibration calibration = Calibration.of(List.of());
        assertTrue(Double.isNaN(calibration.error()));
        assertEquals(
                new Bin(0.2, 0.3, 0, Double.NaN, Double.NaN), calibration.bins().get(2));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
    void aConfidenceThatIsNoneIsRefused(double confidence) {
        List<Answered> answers = List.of(new Answered(confidence, true));
        assertThrows(IllegalArgumentException.class, () -> Calibration.of(answers));
    }

    @Property(tries = 200)
    void allAnswersAreBinnedAndTheErrorIsAShareWhateverTheOrder(
            @ForAll("answered") List<Answered> answers, @ForAll long seed) {
        Calibration calibration = Calibration.of(answers);
        assertEquals(
                answers.size(), calibration.bins().stream().mapToInt(Bin::count).sum());
        assertTrue(calibration.error() >= 0 && calibration.error() <= 1);
        for (Bin bin : calibration.bins()) {
            assertTrue(
                    bin.count() == 0 || bin.confidence() >= bin.from() - 1e-9 && bin.confidence() <= bin.to() + 1e-9);
        }
        List<Answered> shuffled = new ArrayList<>(answers);
        Collections.shuffle(shuffled, new Random(seed));
        assertEquals(calibration, Calibration.of(shuffled));
    }

    @Property(tries = 50)
    void aModelThatIsRightAsOftenAsItSaysHasNoError(@ForAll("tenths") int tenths) {
        assertEquals(0, calibration(10, tenths / 10.0, tenths).error(), 1e-12);
    }

    @Provide
    Arbitrary<Integer> tenths() {
        return Arbitraries.integers().between(0, 10);
    }

    @Provide
    Arbitrary<List<Answered>> answered() {
        return Combinators.combine(Arbitraries.doubles().between(0, 1), Arbitraries.of(true, false))
                .as(Answered::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(50);
    }

    private static Calibration calibration(int count, double confidence, int right) {
        return Calibration.of(answers(count, confidence, right));
    }

    private static List<Answered> answers(int count, double confidence, int right) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Answered(confidence, i < right))
                .toList();
    }
}
