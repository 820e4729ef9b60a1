package org.timeviper.indexer.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.timeviper.model.task.GroundingAnswer;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.VideoTasks;

class GroundedFilmTest {

    private static final GroundingAnswer FOUND = answer(new Span(1, 2), 0.6, false);
    private static final GroundingAnswer FOUND_MORE_SURELY = answer(new Span(30, 32), 0.7, false);
    private static final GroundingAnswer GUESSED = answer(new Span(60, 62), 0.4, true);
    private static final GroundingAnswer UNSEEN = answer(null, 0.9, false);
    private static final GroundingAnswer PERHAPS_UNSEEN = answer(null, 0.2, true);

    @Test
    void theSurestStretchThatFindsItCounts() {
        GroundedFilm film = GroundedFilm.of(List.of(UNSEEN, FOUND, GUESSED, FOUND_MORE_SURELY, PERHAPS_UNSEEN));
        assertEquals(FOUND_MORE_SURELY.guess(), film.span());
        assertEquals(0.7, film.confidence());
    }

    @Test
    void aGuessIsNotPassedOnButHowSureItWas() {
        GroundedFilm film = GroundedFilm.of(List.of(UNSEEN, GUESSED, PERHAPS_UNSEEN));
        assertEquals(Optional.empty(), film.span());
        assertEquals(0.4, film.confidence());
        assertEquals(VideoTasks.notSure() + " The model's answer has a confidence of 0.40.", film.refusal());
    }

    @Test
    void itIsNotSeenOnlyWhereThatIsSureOfEveryStretch() {
        assertEquals(
                VideoTasks.notShown(), GroundedFilm.of(List.of(UNSEEN, UNSEEN)).refusal());
        assertEquals(
                VideoTasks.notSure() + " The model's answer has a confidence of 0.20.",
                GroundedFilm.of(List.of(UNSEEN, PERHAPS_UNSEEN)).refusal());
        assertEquals(VideoTasks.notShown(), GroundedFilm.of(List.of()).refusal());
    }

    private static GroundingAnswer answer(Span guess, double confidence, boolean unsure) {
        return new GroundingAnswer(Optional.ofNullable(guess), confidence, unsure, "");
    }
}
