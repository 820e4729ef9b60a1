package org.timeviper.indexer.search;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EmbedderCanaryTest {

    @Test
    void theShippedEmbedderComputesWhatWasRecorded() {
        EmbedderCanary.check(new SentenceEmbedder().embed(EmbedderCanary.TEXT));
    }

    @Test
    void anotherProcessorsRoundingIsNoFault() {
        Random random = new Random(1);
        float[] rounded = EmbedderCanary.recorded();
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] += (float) (random.nextGaussian() * 0.01);
        }
        assertDoesNotThrow(() -> EmbedderCanary.check(rounded));
    }

    @Test
    void whatAFaultGivesIsRefused() {
        float[] nothing = new float[384];
        float[] notNumbers = new float[384];
        Arrays.fill(notNumbers, Float.NaN);
        float[] another = new SentenceEmbedder().embed("snow falls on a quiet village");
        float[] saturated = EmbedderCanary.recorded();
        for (int i = 0; i < saturated.length; i++) {
            saturated[i] = Math.signum(saturated[i]) * (i % 3 == 0 ? 1 : 0);
        }
        for (float[] wrong : List.of(nothing, notNumbers, another, saturated, new float[0])) {
            IllegalStateException refused =
                    assertThrows(IllegalStateException.class, () -> EmbedderCanary.check(wrong));
            assertTrue(refused.getMessage().contains("sentence embedder"), refused.getMessage());
        }
    }
}
