package org.timeviper.model.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogitsTest {
    private static final int DRAWS = 40_000;
    /** Probabilities 0.1, 0.4, 0.2, 0.25, 0.05. */
    private static final double[] PROBABILITIES = {0.1, 0.4, 0.2, 0.25, 0.05};

    @ParameterizedTest
    @CsvSource({
        "1,   1,    0.1,    0.4,    0.2,    0.25,   0.05",
        // squares, whose sum is 0.275
        "0.5, 1,    0.0364, 0.5818, 0.1455, 0.2273, 0.0091",
        // 0.4 and 0.25 make 0.65
        "1,   0.6,  0,      0.6154, 0,      0.3846, 0",
        "1,   0.66, 0,      0.4706, 0.2353, 0.2941, 0",
        "1,   0.01, 0,      1,      0,      0,      0",
        "0.001, 1,  0,      1,      0,      0,      0",
        "1e9, 1,    0.2,    0.2,    0.2,    0.2,    0.2",
    })
    void drawsFallAsTheWarmedProbabilitiesOfTheLikeliestSay(
            double temperature, double topP, double a, double b, double c, double d, double e) {
        double[] expected = {a, b, c, d, e};
        int[] counts = new int[expected.length];
        NucleusSampler sampler = new NucleusSampler(new Sampling.Nucleus(temperature, topP, 0), new Random(11));
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.draw(logits()).id()]++;
        }
        for (int id = 0; id < expected.length; id++) {
            double spread = Math.sqrt(expected[id] * (1 - expected[id]) / DRAWS);
            assertEquals(expected[id], counts[id] / (double) DRAWS, 5 * spread + 1e-4, "id " + id);
        }
    }

    @Test
    void theProbabilityOfAnIdIsItsShareWhateverIsAddedToAll() {
        float[] shifted = logits();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] += 200;
        }
        for (int id = 0; id < shifted.length; id++) {
            assertEquals(Math.log(PROBABILITIES[id]), Logits.logProbability(logits(), id), 1e-6);
            assertEquals(Math.log(PROBABILITIES[id]), Logits.logProbability(shifted, id), 1e-4);
        }
    }

    @Test
    void theFirstOfEquallyLikelyIdsIsTheLikeliest() {
        assertEquals(1, Logits.likeliest(new float[] {-3, 2, 2, Float.NEGATIVE_INFINITY}));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aTemperatureThatCannotBeIsRefused(double temperature) {
        assertThrows(IllegalArgumentException.class, () -> new Sampling.Nucleus(temperature, 1, 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.01, Double.NaN})
    void aTopPThatCannotBeIsRefused(double topP) {
        assertThrows(IllegalArgumentException.class, () -> new Sampling.Nucleus(1, topP, 1));
    }

    private static float[] logits() {
        float[] logits = new float[PROBABILITIES.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(PROBABILITIES[i]);
        }
        return logits;
    }
}
