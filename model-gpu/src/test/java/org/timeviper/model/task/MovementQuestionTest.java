package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.measure.Way;

/** Which questions are answered by what is measured of a thing's movement, and which option says the same. */
class MovementQuestionTest {

    private static final ModelConfig STARTER = ModelConfig.read(Path.of("starter", "config.json"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Which way does the red car move?           | the red car",
                "In which direction does the red car drive? | the red car",
                "The red car moves which way?               | the red car",
                "What direction is the bird flying in?      | the bird",
                "Which way is the man going?                | the man"
            })
    void whichWayAThingMovesIsMeasuredWhereItIsFound(String question, String thing) {
        assertEquals(
                Optional.of(new MovementQuestion(new LocatedQuestion(thing, false))),
                MeasuredQuestion.of(STARTER, question));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Which way is the man looking?",
                "From which direction does the red car come?",
                "Which direction does the red car move from?",
                "Does the red car move?",
                "Which way do they walk?",
                "Which way does the red car go first?",
                "What is the way to the house?"
            })
    void otherQuestionsAreNot(String question) {
        assertEquals(Optional.empty(), MeasuredQuestion.of(STARTER, question));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RIGHT | to the left; to the right; upwards; downwards                          | 1",
                "LEFT  | From left to right.; From right to left.; It does not move.            | 1",
                "UP    | down; left; right; up                                                  | 3",
                "DOWN  | from the bottom to the top; from the top to the bottom; from the right | 1",
                "LEFT  | left; leftwards; right                                                 |",
                "LEFT  | a red car; a blue car                                                  |"
            })
    void anOptionIsTakenIfItAloneSaysThatItGoesThere(Way way, String options, Integer option) {
        MeasuredQuestion asked = new MovementQuestion(new LocatedQuestion("the car", false));
        assertEquals(Optional.ofNullable(option), asked.option(way.words(), List.of(options.split("; "))));
    }
}
