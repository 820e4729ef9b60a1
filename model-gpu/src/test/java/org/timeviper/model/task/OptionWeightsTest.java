package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionWeightsTest {

    private static final double ROUNDING = 1e-6;

    @Test
    void letterAndWordsOfOneClipCountAlike() {
        OptionWeights clip = new OptionWeights(List.of(0.5, 0.25, 0.25), List.of(0.0, 0.1, 0.3));
        assertArrayEquals(new double[] {0.25, 0.25, 0.5}, OptionWeights.together(List.of(clip)), ROUNDING);
    }

    @Test
    void theClipThatShowsWhatIsAskedAboutDecidesHoweverSureOthersAreOfALetter() {
        OptionWeights elsewhere = new OptionWeights(List.of(0.99, 0.01), List.of(0.01, 0.0));
        OptionWeights there = new OptionWeights(List.of(0.25, 0.75), List.of(0.2, 0.79));
        assertArrayEquals(
                new double[] {(0.0099 + 0.01 + 0.2475 + 0.2) / 2, (0.0001 + 0.7425 + 0.79) / 2},
                OptionWeights.together(List.of(elsewhere, there)),
                ROUNDING);
    }

    @Test
    void whereNoOptionIsSaidAtAllTheLettersDecide() {
        OptionWeights clip = new OptionWeights(List.of(0.25, 0.75), List.of(0.0, 0.0));
        assertArrayEquals(new double[] {0.25, 0.75}, OptionWeights.together(List.of(clip, clip)), ROUNDING);
    }
}
