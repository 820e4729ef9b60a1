package org.timeviper.model.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class GenerationTest {
    /** "A cat.\nA 🎬.": the picture, of two characters, takes two tokens, the first of which has no text of its own. */
    private static final Generation SAID = new Generation(
            "A cat.\nA \uD83C\uDFAC.",
            List.of(
                    token(0.9, 1), // A
                    token(0.4, 5), // cat
                    token(0.5, 8), // .\nA
                    token(0.8, 9), // a blank
                    token(0.2, 9), // half of the picture
                    token(0.6, 11), // the picture
                    token(0.7, 12), // .
                    token(0.1, 12)), // stop
            StopReason.STOP_TOKEN);

    private static GeneratedToken token(double probability, int textEnd) {
        return new GeneratedToken(7, Math.log(probability), textEnd);
    }

    @Test
    void aWholeAnswersConfidenceIsTheGeometricMeanOfAllTokensTheStopTokenIncluded() {
        assertEquals(Math.pow(0.9 * 0.4 * 0.5 * 0.8 * 0.2 * 0.6 * 0.7 * 0.1, 1 / 8.0), SAID.confidence(), 1e-12);
        assertEquals(0, new Generation("", List.of(), StopReason.CANCELLED).confidence());
    }

    @Test
    void aPartsConfidenceIsThatOfTheTokensThatHaveTextInIt() {
        assertEquals(Math.cbrt(0.9 * 0.4 * 0.5), SAID.confidence(0, 6), 1e-12);
        assertEquals(Math.pow(0.5 * 0.8 * 0.2 * 0.6 * 0.7, 1 / 5.0), SAID.confidence(7, 12), 1e-12);
        assertEquals(0.9, SAID.confidence(0, 1), 1e-12);
    }

    @Test
    void theBytesOfACharacterGoTogether() {
        assertEquals(Math.sqrt(0.2 * 0.6), SAID.confidence(9, 11), 1e-12);
        assertEquals(0.8, SAID.confidence(8, 9), 1e-12);
    }

    @Test
    void aPartWithoutTokensHasNoConfidence() {
        assertEquals(0, SAID.confidence(12, 12));
    }
}
