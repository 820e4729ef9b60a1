package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenScoresTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Two dogs. | 2 dogs",
                "the red car | A red car!",
                "twenty-one | 21",
                "One hundred and five | 105",
                "1,000 people | 1000 people",
                "don’t know | dont know",
                "T-shirt | t shirt",
                "３台。 | 3台",
                "赤い車 | 赤い車。",
                "  yes | Yes",
                "a | A.",
            })
    void theSameSaidOtherwiseIsEquivalentAndNotExact(String given, String answer) {
        OpenOutcome outcome = new OpenOutcome(List.of("something else", answer), Optional.of(given));
        assertTrue(outcome.equivalent());
        assertFalse(outcome.exact());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "red car | red cars",
                "1 | 10",
                "1.5 | 15",
                "1,5 | 15",
                "no | yes",
                "red | red car",
                "赤い車 | 青い車",
                "? | !"
            })
    void somethingElseIsNotEquivalent(String given, String answer) {
        assertFalse(new OpenOutcome(List.of(answer), Optional.of(given)).equivalent());
    }

    @Test
    void whiteSpaceAroundAnAnswerIsNoDifference() {
        assertTrue(new OpenOutcome(List.of("red car "), Optional.of(" red car\n")).exact());
    }

    @Test
    void refusalsAreWrongWhereTheAnswerIsShownAndRightElsewhere() {
        OpenScores scores = OpenScores.of(List.of(
                new OpenOutcome(List.of("red"), Optional.of("red")), // exact
                new OpenOutcome(List.of("red"), Optional.of("Red.")), // equivalent
                new OpenOutcome(List.of("a red car"), Optional.of("the red car turns left")), // 2·2 / (4 + 2)
                new OpenOutcome(List.of("red"), Optional.empty()), // wrongly refused
                new OpenOutcome(List.of(), Optional.empty()), // rightly refused
                new OpenOutcome(List.of(), Optional.of("red")), // should have been refused
                new OpenOutcome(List.of(), Optional.of("blue")))); // should have been refused
        assertEquals(new Mean(4, 1 / 4.0), scores.exact());
        assertEquals(new Mean(4, 2 / 4.0), scores.equivalent());
        assertEquals((1 + 1 + 2 / 3.0 + 0) / 4, scores.wordF1().value(), 1e-12);
        assertEquals(new Mean(3, 1 / 3.0), scores.refusals().refused());
        assertEquals(new Mean(4, 1 / 4.0), scores.refusals().wronglyRefused());
    }

    @Test
    void withoutQuestionsNothingIsSaid() {
        OpenScores scores = OpenScores.of(List.of());
        assertEquals(new OpenScores(Mean.of(), Mean.of(), Mean.of(), new Refusals(Mean.of(), Mean.of())), scores);
    }

    @Property(tries = 300)
    void aRightAnswerIsExactAndEquivalentWhateverItHolds(@ForAll @StringLength(max = 30) String answer) {
        OpenOutcome outcome = new OpenOutcome(List.of(answer), Optional.of(answer));
        assertTrue(outcome.exact() && outcome.equivalent());
    }

    @Property(tries = 300)
    void normalisingTwiceChangesNothingMore(@ForAll @StringLength(max = 30) String answer) {
        String once = OpenOutcome.normalised(answer);
        assertEquals(once, OpenOutcome.normalised(once));
    }
}
