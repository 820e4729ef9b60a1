package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.timeviper.indexer.evaluation.metric.Captions.caption;

import java.util.List;
import org.junit.jupiter.api.Test;

class CaptionScoresTest {

    @Test
    void allButBleuAreMeansOverCaptions() {
        CaptionScores scores = CaptionScores.of(List.of(caption("a b c d", "a b c d"), caption("p", "q r s t")));
        assertEquals(2, scores.captions());
        assertEquals((1 + 0) / 2.0, scores.rougeL(), 1e-12);
        assertEquals((10 + 0) / 2.0, scores.cider(), 1e-12);
        assertEquals((10 + 0) / 2.0, scores.ciderWithoutLength(), 1e-12);
        assertEquals((1 + 0) / 2.0, scores.wordF1(), 1e-12);
        assertEquals(4 / 5.0 * Math.exp(1 - 8 / 5.0), scores.bleu().one(), 1e-7);
    }

    /** What coco-caption gives for the same captions, and for CIDEr without length the first program of its authors. */
    @Test
    void aSetOfCaptionsScoresAsThePublishedProgramsScoreIt() {
        CaptionScores scores = CaptionScores.of(List.of(
                TokenizedCaption.of(
                        "A red car turns left at the crossing.",
                        List.of("A red car turns left.", "The car, a red one, turns to the left at a crossing.")),
                TokenizedCaption.of(
                        "Two dogs run on a beach.",
                        List.of(
                                "Two brown dogs are running along the beach.",
                                "Dogs play on the sand; the sea's behind them.")),
                TokenizedCaption.of(
                        "The camera pans over a city at night.",
                        List.of(
                                "A city at night, seen from above.",
                                "The camera pans slowly over the lights of a city.")),
                TokenizedCaption.of(
                        "A man doesn't move.",
                        List.of("A man in a black-and-white shirt sits still.", "Nobody moves."))));
        assertEquals(0.8148148147846365, scores.bleu().one(), 1e-12);
        assertEquals(0.6242547891979513, scores.bleu().two(), 1e-12);
        assertEquals(0.4974015547074006, scores.bleu().three(), 1e-12);
        assertEquals(0.39608450477879636, scores.bleu().four(), 1e-12);
        assertEquals(0.5616467139489254, scores.rougeL(), 1e-12);
        assertEquals(2.2351600873614026, scores.cider(), 1e-12);
        assertEquals(2.4805743150743447, scores.ciderWithoutLength(), 1e-12);
    }

    @Test
    void japaneseIsMeasuredByCharacters() {
        CaptionScores scores = CaptionScores.of(List.of(
                TokenizedCaption.of("赤い車が走る", List.of("赤い車が走る。")), TokenizedCaption.of("犬", List.of("猫が寝ている。"))));
        assertEquals((1 + 0) / 2.0, scores.rougeL(), 1e-12);
        assertEquals((10 + 0) / 2.0, scores.cider(), 1e-12);
        // 6 of 7 characters, 5 of 5 pairs, 4 of 4, 3 of 3; 7 characters against 12
        assertEquals(
                Math.exp(1 - 12 / 7.0) * Math.pow(6 / 7.0, 1 / 4.0),
                scores.bleu().four(),
                1e-7);
    }

    @Test
    void withoutCaptionsNothingIsSaid() {
        CaptionScores scores = CaptionScores.of(List.of());
        assertEquals(0, scores.captions());
        assertTrue(Double.isNaN(scores.cider()) && Double.isNaN(scores.rougeL()) && Double.isNaN(scores.wordF1()));
    }

    @Test
    void aCaptionWithoutReferencesIsNamedAsWhatItIs() {
        String message = assertThrows(IllegalArgumentException.class, () -> TokenizedCaption.of("a dog", List.of()))
                .getMessage();
        assertTrue(message.contains("without references"), message);
    }
}
