package org.timeviper.model.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.measure.CameraMove;
import org.timeviper.model.measure.CameraWork;

/**
 * A camera move that is looked for. What the model finds of it is held against what is measured there: a model that was never asked for a move that is not made finds every one of them.
 *
 * @param move that is looked for
 */
record SoughtMove(CameraMove move) {

    private static final String CAMERA = "the camera ";

    /** @return empty if the model is not to measure, or if the description is of something else, or of several moves */
    static Optional<SoughtMove> in(ModelConfig config, String description) {
        String plain = description.strip().toLowerCase(Locale.ROOT);
        if (!config.measuresMovement() || !plain.startsWith(CAMERA)) {
            return Optional.empty();
        }
        Set<String> said = CameraQuestion.named(plain);
        return Arrays.stream(CameraMove.values())
                .filter(move -> CameraQuestion.named(move.words()).equals(said))
                .findFirst()
                .map(SoughtMove::new);
    }

    /** @return what was found; or that it is not seen, where the pictures plainly show that the camera does something else meanwhile */
    Sighting measured(VideoSession session, Sighting found) {
        return found.span()
                .flatMap(span -> CameraWork.of(session.miniatures(span.start(), span.end())))
                .filter(moves -> !moves.contains(move))
                .map(other -> Sighting.unseen(MeasuredLook.RIGHT))
                .orElse(found);
    }
}
