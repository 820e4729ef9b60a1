package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.measure.CameraMove;

/** Which questions are answered by what is measured of the camera, and which option says the same. */
class CameraQuestionTest {

    private static final ModelConfig STARTER = ModelConfig.read(Path.of("starter", "config.json"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What does the camera do?                                   |",
                "Which way does the camera move?                            |",
                "How is the camera moved in this film?                      |",
                "What kind of camera movement is there?                     |",
                "What does the camera do while the red bird is there?       | the red bird",
                "How does the camera move when the red bird is visible?     | the red bird",
                "While the red bird is seen, what is the camera doing?      | the red bird"
            })
    void whatTheCameraDoesIsMeasuredOfTheClipOrOfTheWhileInWhichAThingIsSeen(String question, String thing) {
        Optional<LocatedQuestion> located = Optional.ofNullable(thing).map(name -> new LocatedQuestion(name, false));
        assertEquals(Optional.of(new CameraQuestion(located)), CameraQuestion.of(STARTER, question));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Does the camera move?",
                "What does the camera show?",
                "What does the camera do at the end?",
                "What does the camera do after the red bird leaves?",
                "What does the camera do while they talk?",
                "What does the camera do to the red bird?",
                "What does the cameraman do?",
                "What is behind the camera?",
                "What is behind the red bird?"
            })
    void otherQuestionsAreNot(String question) {
        assertEquals(Optional.empty(), CameraQuestion.of(STARTER, question));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PAN_LEFT | the camera pans right; it pans to the left; the camera tilts up                | 1",
                "STATIC   | The camera zooms in.; The camera is static.; the camera shakes                 | 1",
                "STATIC   | the camera is moving; it stands still, it is fixed; zoom                       | 1",
                "ZOOM_OUT | zooming in; panning left and zooming out; zooming out                          | 2",
                "TILT_UP  | the camera tilts down; the camera pans left; the camera is static              |",
                "ZOOM_IN  | the camera zooms in; a zoom in; the camera is static                           |",
                "STATIC   | a red car; a blue car                                                          |"
            })
    void anOptionIsTakenIfItAloneNamesTheMoveAndItsWayAndNoOther(CameraMove move, String options, Integer option) {
        assertEquals(
                Optional.ofNullable(option),
                new CameraQuestion(Optional.empty()).option(move.words(), List.of(options.split("; "))));
    }
}
