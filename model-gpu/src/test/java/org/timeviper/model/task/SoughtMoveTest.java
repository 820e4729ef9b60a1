package org.timeviper.model.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.measure.CameraMove;

class SoughtMoveTest {

    private static final ModelConfig STARTER = ModelConfig.read(Path.of("starter", "config.json"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the camera pans left              | PAN_LEFT",
                "The camera is panning to the right. | PAN_RIGHT",
                "the camera tilts up               | TILT_UP",
                "the camera zooms out              | ZOOM_OUT",
                "the camera stands still           | STATIC"
            })
    void aDescriptionOfWhatTheCameraDoesIsOfOneMove(String description, CameraMove move) {
        assertEquals(Optional.of(new SoughtMove(move)), SoughtMove.in(STARTER, description));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a red car drives left",
                "the cameraman pans left",
                "a man pans a camera left",
                "the camera shakes",
                "the camera zooms",
                "the camera pans left and zooms in",
                "the camera shows a dog"
            })
    void otherDescriptionsAreOfNone(String description) {
        assertEquals(Optional.empty(), SoughtMove.in(STARTER, description));
    }
}
