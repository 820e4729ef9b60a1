package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ConfidenceIntervalTest {

    /** For many items the bootstrap agrees with the normal approximation: 1.96 standard errors to both sides. */
    @Test
    void ofManyItemsTheBoundsLieTwoStandardErrorsFromTheMean() {
        double[] scores = new double[1000];
        Arrays.fill(scores, 0, 300, 1);
        ConfidenceInterval interval = ConfidenceInterval.of(scores, 1);
        double error = Math.sqrt(0.3 * 0.7 / 1000);
        assertEquals(0.3, interval.mean().value(), 1e-12);
        assertEquals(0.3 - 1.96 * error, interval.low(), 0.003);
        assertEquals(0.3 + 1.96 * error, interval.high(), 0.003);
    }

    /** Two draws of 0 and 1: the mean is 0 with probability 1/4, 1/2 with 1/2, 1 with 1/4, so both ends are in. */
    @Test
    void ofTwoItemsEverythingIsPossible() {
        ConfidenceInterval interval = ConfidenceInterval.of(new double[] {0, 1}, 1);
        assertEquals(new ConfidenceInterval(new Mean(2, 0.5), 0, 1), interval);
    }

    @Test
    void theTrueMeanIsInsideInAboutNineteenOfTwentyTrials() {
        Random random = new Random(4);
        int inside = 0;
        int trials = 200;
        for (int trial = 0; trial < trials; trial++) {
            ConfidenceInterval interval = ConfidenceInterval.of(
                    random.doubles(100).map(x -> x < 0.4 ? 1 : 0).toArray(), trial);
            inside += interval.low() <= 0.4 && 0.4 <= interval.high() ? 1 : 0;
        }
        int covered = inside;
        assertTrue(covered >= 0.90 * trials && covered <= 0.99 * trials, () -> covered + " of " + trials);
    }

    @Test
    void theSameSeedGivesTheSameIntervalAndAnotherSeedAnother() {
        double[] scores = new Random(1).doubles(50).toArray();
        assertEquals(ConfidenceInterval.of(scores, 7), ConfidenceInterval.of(scores, 7));
        assertNotEquals(ConfidenceInterval.of(scores, 7), ConfidenceInterval.of(scores, 8));
    }

    @Test
    void withoutScoresThereIsNoInterval() {
        assertEquals(
                new ConfidenceInterval(Mean.of(), Double.NaN, Double.NaN), ConfidenceInterval.of(new double[0], 1));
    }

    @Test
    void aScoreThatIsNoNumberIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ConfidenceInterval.of(new double[] {Double.NaN}, 1));
    }

    @Property(tries = 50)
    void theMeanLiesBetweenTheBoundsWhateverTheOrder(
            @ForAll @Size(min = 1, max = 40) List<@DoubleRange(max = 1) Double> scores, @ForAll long seed) {
        ConfidenceInterval interval = of(scores);
        assertTrue(interval.low() <= interval.mean().value() + 1e-12
                && interval.mean().value() <= interval.high() + 1e-12);
        assertTrue(interval.low() >= Collections.min(scores) - 1e-12
                && interval.high() <= Collections.max(scores) + 1e-12);
        List<Double> shuffled = new ArrayList<>(scores);
        Collections.shuffle(shuffled, new Random(seed));
        assertEquals(interval, of(shuffled));
    }

    private static ConfidenceInterval of(List<Double> scores) {
        return ConfidenceInterval.of(
                scores.stream().mapToDouble(Double::doubleValue).toArray(), 3);
    }
}
