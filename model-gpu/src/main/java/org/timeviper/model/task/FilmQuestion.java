package org.timeviper.model.task;

import java.util.List;
import java.util.Optional;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.AnswerKind;
import org.timeviper.model.config.ModelConfig;

/**
 * An open question that is answered by the events that the model lists and finds again by their own words, in all parts of a film together: one that is longer than what the model takes in one go is
 * looked at in parts, one after the other.
 */
public sealed interface FilmQuestion permits FilmOrder, FilmCount {

    /** @return empty if a question is not of these, or if the model's own words are to answer it */
    static Optional<FilmQuestion> of(ModelConfig config, String question) {
        return FilmOrder.of(config, question)
                .<FilmQuestion>map(order -> order)
                .or(() -> FilmCount.of(config, question));
    }

    /** @return what an answer is that the events tell */
    AnswerKind kind();

    /** Looks at a part of the film that the question is put to. */
    FilmLook look(VideoSession session);

    /**
     * Answers the question.
     *
     * @param looks at the parts of the film, in order, at least one
     * @return calibrated; in the model's own words where it lists nothing at all
     */
    Answer answer(List<FilmLook> looks);

    /** @return whether the parts are to be the film's scenes, and not windows of several scenes each */
    default boolean byScenes() {
        return false;
    }

    /** Looks at a part of the film beside those that the question is put to. */
    default FilmLook lookBeside(VideoSession session) {
        return look(session);
    }

    /** @return whether what is asked for may yet be seen beside the parts that were looked at */
    default boolean isOpen(List<FilmLook> looks) {
        return false;
    }

    /** @return whether it may be seen before those parts, and not behind them */
    default boolean looksBack() {
        return false;
    }
}
