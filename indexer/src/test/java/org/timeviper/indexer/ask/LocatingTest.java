package org.timeviper.indexer.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.api.VideoState;
import org.timeviper.indexer.library.Attributes;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.media.DecoderSettings;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.TestFilm;
import org.timeviper.indexer.model.ChangedStarter;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.ModelAt;
import org.timeviper.model.task.Answer;
import org.timeviper.model.task.VideoTasks;

/** The real model, which takes 16 frames at a time here, and a film of 39 s: snow to 10 s, a room to 16 s with a black star, then a wall with a black car to 31 s. */
class LocatingTest {

    private static final int MOST_FRAMES = 16;

    @TempDir
    static Path folder;

    private static Video film;
    private static LoadedModel model;
    private static Locating locating;

    @BeforeAll
    static void load() throws IOException {
        MediaStore media = new MediaStore(folder);
        Path file = Files.write(folder.resolve("snow.mp4"), TestFilm.shipped("snow.mp4"));
        new FilmReader(DecoderSettings.defaults()).sample(file, 1, media.frames("snow"), (seconds, of) -> {});
        film = new Video(
                "snow",
                "snow.mp4",
                file,
                VideoState.READY,
                39,
                640,
                360,
                25,
                Files.size(file),
                Instant.EPOCH,
                0,
                0,
                null,
                null,
                "job",
                Attributes.NONE,
                false,
                null,
                null);
        Path starter = Path.of(
                ChangedStarter.served(config -> config.withObject("/sampling").put("max_frames", MOST_FRAMES))
                        .get("timeviper.model.dir"));
        model = new LoadedModel(new ModelAt(starter), media, frames -> {});
        locating = new Locating(new ModelFootage(model));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void aLongStretchIsNarrowedDownToWhereTheThingIsFound() {
        Locating.Place place = places("What is behind the black car?", 0, 39).getFirst();
        assertEquals(Optional.empty(), place.known());
        assertEquals(16, place.stretch().start(), 2);
        assertEquals(31, place.stretch().end(), 2);
    }

    @Test
    void aStretchThatDoesNotShowItIsNotAskedIfAnotherOneDoesAndThatOneIsAskedAsItIs() {
        List<Locating.Place> places = places("What colour is the black car?", 0, 10, 17, 31);
        Answer answer = places.getFirst().known().orElseThrow().answer();
        assertEquals(VideoTasks.notShown(), answer.words());
        assertFalse(answer.shown());
        assertEquals(10, places.getFirst().known().orElseThrow().framesSeen());
        assertEquals(new Locating.Place(stretch(17, 31), Optional.empty(), Optional.empty()), places.getLast());
    }

    @Test
    void whatIsFoundNowhereOrNoThingIsAskedEverywhere() {
        List<Stretch> everywhere = List.of(stretch(0, 39), stretch(0, 10));
        for (String question : List.of("What is the elephant doing?", "What is seen?")) {
            List<Locating.Place> places = places(question, 0, 39, 0, 10);
            assertEquals(
                    everywhere, places.stream().map(Locating.Place::stretch).toList());
            assertTrue(places.stream().allMatch(place -> place.known().isEmpty()), places::toString);
        }
    }

    @Test
    void anAnswerAboutWhatIsFoundNowhereHasToBeSureAndAnyOtherIsTakenAsItIs() {
        Answer unsure = new Answer("grey", true, 0.7, false);
        Answer sure = new Answer("grey", true, 0.9, false);
        Locating.Place nowhere =
                places("What is the colour of the elephant?", 0, 39, 0, 10).getFirst();
        assertEquals(VideoTasks.notShown(), nowhere.leaves(unsure).words());
        assertFalse(nowhere.leaves(unsure).shown());
        assertEquals(sure, nowhere.leaves(sure));
        for (String question : List.of("What is behind the black car?", "What is seen?")) {
            assertEquals(unsure, places(question, 0, 39).getFirst().leaves(unsure));
        }
    }

    @Test
    void whatIsTheOnlyWindowIsNotLookedAtFirst() {
        Stretch snow = stretch(0, 10);
        List<Locating.Place> places =
                locating.places("What colour is the black car?", List.of(snow), () -> true, () -> {});
        assertEquals(
                List.of(new Locating.Place(snow, Optional.empty(), Optional.empty())),
                places,
                "a look would have been given up");
    }

    @Test
    void whatIsBehindAThingIsAskedOfTheFindAloneAlsoOfTheOnlyWindow() {
        Locating.Place place =
                places("Which background does the black star have?", 8, 16).getFirst();
        assertEquals(Optional.empty(), place.known());
        assertEquals(12, place.stretch().start(), 1);
        assertEquals(16, place.stretch().end(), 1);
    }

    @Test
    void whoHasLeftIsLookedForNoMore() {
        List<Stretch> stretches = List.of(stretch(0, 10), stretch(10, 16));
        int[] looks = {0};
        assertThrows(
                CancellationException.class,
                () -> locating.places("What is behind the black star?", stretches, () -> looks[0] > 1, () -> {
                    looks[0]++;
                }));
        assertTrue(looks[0] <= 2, () -> looks[0] + " looks");
    }

    private static List<Locating.Place> places(String question, double... bounds) {
        List<Stretch> stretches = Stream.iterate(0, i -> i < bounds.length, i -> i + 2)
                .map(i -> stretch(bounds[i], bounds[i + 1]))
                .toList();
        return locating.places(question, stretches, () -> false, () -> {});
    }

    private static Stretch stretch(double start, double end) {
        return new Stretch(film, start, end);
    }
}
