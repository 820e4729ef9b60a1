package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeanTest {

    @Test
    void aMeanIsTheSumOverTheCount() {
        assertEquals(new Mean(3, (1 + 0.5 + 0) / 3), Mean.of(1, 0.5, 0));
    }

    @Test
    void overNothingItIsNoNumberRatherThanZero() {
        assertEquals(new Mean(0, Double.NaN), Mean.of());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aScoreThatIsNoNumberIsNamed(double score) {
        String message = assertThrows(IllegalArgumentException.class, () -> Mean.of(1, score, 0))
                .getMessage();
        assertTrue(message.contains("score 2 of 3") && message.contains("" + score), message);
    }

    @Property(tries = 200)
    void theOrderDoesNotMatterToTheLastBit(
            @ForAll @NotEmpty List<@DoubleRange(max = 1e6) Double> scores, @ForAll long seed) {
        Mean mean = of(scores);
        List<Double> shuffled = new ArrayList<>(scores);
        Collections.shuffle(shuffled, new Random(seed));
        assertEquals(mean, of(shuffled));
        assertTrue(mean.value() >= Collections.min(scores) - 1e-6 && mean.value() <= Collections.max(scores) + 1e-6);
    }

    private static Mean of(List<Double> scores) {
        return Mean.of(scores.stream().mapToDouble(Double::doubleValue));
    }
}
