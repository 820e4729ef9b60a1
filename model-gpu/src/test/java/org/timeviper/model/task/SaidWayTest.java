package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.measure.Way;

/** Which way a sentence says that something moves is read, and put right, in no other words than those. */
class SaidWayTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a red car drives from left to right    | RIGHT | LEFT  | a red car drives from right to left",
                "a red bird flies from left to right    | RIGHT | UP    | a red bird flies from the bottom to the top",
                "a ball moves from the top to the bottom | DOWN | UP    | a ball moves from the bottom to the top",
                "a ball moves from the top to the bottom | DOWN | LEFT  | a ball moves from right to left",
                "a fish enters from the left and stays  | RIGHT | LEFT  | a fish enters from the right and stays",
                "a fish enters from the left and stays  | RIGHT | DOWN  | a fish enters from the top and stays",
                "a boat stays and leaves to the right   | RIGHT | LEFT  | a boat stays and leaves to the left",
                "Two men walk to the left.              | LEFT  | RIGHT | Two men walk to the right.",
                "a kite goes up and moves upwards       | UP    | DOWN  | a kite goes up and moves downwards",
                "a man enters from the left and leaves to the right | RIGHT | LEFT | a man enters from the right and leaves to the left",
                "a man walks from left to right         | RIGHT | RIGHT | a man walks from left to right"
            })
    void aWayIsTurnedInLikeWords(String sentence, Way said, Way measured, String turned) {
        Optional<SaidWay> told = SaidWay.in(sentence);
        assertEquals(Optional.of(said), told.map(SaidWay::way));
        assertEquals(Optional.of(turned), told.map(way -> way.turned(measured)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a red car stays",
                "a man stands to the left of a car",
                "a man walks to the left of a car",
                "a woman looks to the left",
                "a woman raises her right hand",
                "a man picks up a bottle",
                "a man enters from the left and leaves to the left",
                "a car drives from the left to the top"
            })
    void whatTellsNoWayOrSeveralIsLeftAlone(String sentence) {
        assertEquals(Optional.empty(), SaidWay.in(sentence));
    }
}
