package org.timeviper.indexer.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.media.DecoderSettings;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.ModelAt;
import org.timeviper.model.task.Span;

/**
 * A sample film of 39 s and the starter. In the shot from 10 s on an orange bird and a black star, from 16 s on a yellow ring and a black car, from 31 s on a
 * green heart and more, and last an orange star.
 */
class FilmLooksTest {

    private static final String FILM = "snow.mp4";
    private static final Set<String> NEXT = Set.of("a yellow ring", "a black car");

    @TempDir
    static Path folder;

    private static LoadedModel model;

    @BeforeAll
    static void sample() throws IOException {
        Path film = folder.resolve(FILM);
        try (var sample = FilmLooksTest.class.getResourceAsStream("/samples/" + FILM)) {
            Files.copy(sample, film);
        }
        MediaStore media = new MediaStore(folder);
        new FilmReader(DecoderSettings.defaults()).sample(film, 1, media.frames(FILM), (seconds, of) -> {});
        model = new LoadedModel(new ModelAt(ModelAt.STARTER), media, frames -> {});
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Footage.Look asked(double start, double end, String question) {
        return new ModelFootage(model).ask(FILM, start, end, new Asked(question, List.of()), () -> false, text -> {});
    }

    @Test
    void whatComesNextWithinTheStretchIsFoundWithoutALookBesideIt() {
        Footage.Look look = asked(0, 31, "Which thing is seen right after the black star?");
        assertTrue(NEXT.contains(look.answer().words()), look::toString);
        assertTrue(look.answer().shown(), look::toString);
        assertEquals(new Span(0, 31), look.seen());
    }

    @Test
    void whatComesNextBehindTheStretchIsFoundThereAndTheAnswerTellsHowFarItLooked() {
        Footage.Look look = asked(10, 16, "Which thing is seen right after the black star?");
        assertTrue(NEXT.contains(look.answer().words()), look::toString);
        assertEquals(new Span(10, 39), look.seen());
        assertEquals(29, look.framesSeen(), 2);
        assertEquals(29 * 25, look.framesTotal(), 25);
    }

    @Test
    void whatComesBeforeTheStretchIsFoundThere() {
        Footage.Look look = asked(16, 31, "Which thing comes right before the yellow ring?");
        assertEquals("a black star", look.answer().words());
        assertEquals(new Span(0, 31), look.seen());
    }

    @Test
    void whatNothingComesAfterAndWhatIsNotThereHaveNoNext() {
        Footage.Look last = asked(31, 39, "Which thing comes after the orange star?");
        assertFalse(last.answer().seen(), last::toString);
        assertEquals(31, last.seen().start());
        Footage.Look never = asked(0, 16, "Which thing comes after the purple elephant?");
        assertFalse(never.answer().seen(), never::toString);
        assertEquals(new Span(0, 16), never.seen(), "looking on would not help");
    }

    @Test
    void differentThingsAreCountedSceneByScene() {
        Footage.Look look = asked(10, 31, "How many different things are there?");
        assertEquals("4", look.answer().words());
        assertEquals(new Span(10, 31), look.seen());
        assertEquals(21, look.framesSeen(), 2);
    }

    @Test
    void aQuestionThatIsGivenUpLooksNoFurther() {
        Asked asked = new Asked("Which thing comes after the black star?", List.of());
        assertThrows(CancellationException.class, () -> new ModelFootage(model)
                .ask(FILM, 10, 16, asked, () -> true, text -> {}));
    }
}
