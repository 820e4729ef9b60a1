package org.timeviper.indexer.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.media.DecoderSettings;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.TestFilm;
import org.timeviper.model.VideoSession;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.generation.GenerationOptions;
import org.timeviper.model.generation.TokenListener;
import org.timeviper.model.task.Span;

/** The model of the service, with the starter and its recording as they ship. */
class LoadedModelTest {

    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    Path folder;

    /** Counts how often the model is loaded: each time it asks for the threads, as {@link LoadedModel#check()} does, which loads nothing. */
    private record Counted(ModelSettings settings, AtomicInteger loads) implements ModelSettings {
        @Override
        public Path dir() {
            return settings.dir();
        }

        @Override
        public String device() {
            return settings.device();
        }

        @Override
        public String precision() {
            return settings.precision();
        }

        @Override
        public int threads() {
            loads.incrementAndGet();
            return settings.threads();
        }

        @Override
        public boolean wakeAtStart() {
            return settings.wakeAtStart();
        }

        @Override
        public Seen seen() {
            return settings.seen();
        }
    }

    /** The starter takes 64 frames, one a second. */
    @Test
    void windowsFollowTheShotsAndReachNoFurtherThanTheModelsFrames() {
        MediaStore media = new MediaStore(folder);
        Path film = TestFilm.of(64, 48)
                .painted((screen, second) -> {
                    screen.setColor(second < 50 ? Color.RED : Color.BLUE);
                    screen.fillRect(0, 0, 64, 48);
                })
                .write(folder.resolve("film.mp4"), 80);
        new FilmReader(DecoderSettings.defaults()).sample(film, 1, media.frames("video"), (seconds, of) -> {});
        LoadedModel model = new LoadedModel(new ModelAt(ModelAt.STARTER), media, frames -> {});
        List<Span> windows = model.windows("video");
        assertEquals(List.of(0.0, 50.0), windows.stream().map(Span::start).toList());
        assertEquals(80, windows.getLast().end(), 0.11);
        assertEquals(
                List.of(new Span(5, 50), new Span(50, 75)), model.windows("video", new Span(5, 75)), "of a stretch");
        assertEquals(
                windows.getLast(), model.windows("video", new Span(50, 999)).getFirst());
        assertEquals(List.of(new Span(90, 90)), model.windows("video", new Span(90, 99)), "beside the film");
    }

    /** It is asked before the look, and before each of three batches. */
    @Test
    void aLookThatIsGivenUpEndsBetweenFramesAndIsNotKept() {
        MediaStore media = new MediaStore(folder);
        Path film = TestFilm.of(64, 48).write(folder.resolve("film.mp4"), 40);
        new FilmReader(DecoderSettings.defaults()).sample(film, 1, media.frames("video"), (seconds, of) -> {});
        AtomicLong shown = new AtomicLong();
        try (LoadedModel model = new LoadedModel(new ModelAt(ModelAt.STARTER), media, shown::addAndGet)) {
            for (int patience = 1; patience < 4; patience++) {
                AtomicInteger asked = new AtomicInteger(patience);
                assertThrows(
                        CancellationException.class,
                        () -> model.look(
                                "video",
                                0,
                                40,
                                Urgency.QUESTION,
                                () -> asked.getAndDecrement() <= 0,
                                session -> "looked"));
            }
            assertEquals(0, shown.get());
            AtomicInteger asked = new AtomicInteger(4);
            Look<String> look = model.look(
                    "video", 0, 40, Urgency.QUESTION, () -> asked.getAndDecrement() <= 0, session -> "looked");
            assertEquals("looked", look.result());
            assertEquals(40, shown.get());
        }
    }

    /** Nothing stays open beside what is looked at: what the first stretch's session holds is needed to the end all the same. */
    @Test
    void aQuestionIsAnsweredBetweenTheStretchesThatIndexingLooksAtTogether() throws Exception {
        MediaStore media = new MediaStore(folder);
        Path film = TestFilm.of(64, 48).write(folder.resolve("film.mp4"), 12);
        new FilmReader(DecoderSettings.defaults()).sample(film, 1, media.frames("video"), (seconds, of) -> {});
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (LoadedModel model = new LoadedModel(new ModelAt(ModelAt.STARTER, "f32", 0, 0), media, frames -> {});
                ExecutorService person = Executors.newSingleThreadExecutor()) {
            LookListener asking = new LookListener() {
                @Override
                public boolean givenUp() {
                    return false;
                }

                @Override
                public void opened(int stretches) {
                    heard.add(stretches + " open");
                    if (stretches == 1) {
                        AtomicReference<Thread> waiting = new AtomicReference<>();
                        person.submit(() -> {
                            waiting.set(Thread.currentThread());
                            model.look("video", 0, 4, Urgency.QUESTION, session -> heard.add(said(session)));
                        });
                        Awaitility.await()
                                .until(() ->
                                        waiting.get() != null && waiting.get().getState() == Thread.State.WAITING);
                    }
                }
            };
            List<Span> stretches = List.of(new Span(0, 4), new Span(4, 8), new Span(8, 12));
            List<Look<String>> looks =
                    model.lookAll("video", stretches, Urgency.INDEXING, asking, sessions -> sessions.stream()
                            .map(LoadedModelTest::said)
                            .toList());
            String first = looks.getFirst().result();
            assertEquals(List.of("1 open", first, "2 open", "3 open"), heard);
            assertEquals(
                    List.of(4L, 4L, 4L), looks.stream().map(Look::framesSeen).toList());
        }
    }

    private static String said(VideoSession session) {
        return session.generate("What is seen?", "", GenerationOptions.greedy(8), TokenListener.none())
                .text();
    }

    @Test
    void damagedWeightsAreLoadedOnceAndThenToldOfAtOnce() throws IOException {
        AtomicInteger loads = new AtomicInteger();
        try (LoadedModel model = damaged(loads)) {
            String told = assertThrows(ModelException.class, model::wake).getMessage();
            assertTrue(told.contains("is off by"), told);
            assertEquals(1, loads.get());
            assertEquals(told, assertThrows(ModelException.class, model::wake).getMessage());
            assertEquals(told, asked(model));
            assertEquals(1, loads.get());
            assertEquals(told, assertThrows(ModelException.class, model::check).getMessage());
        }
    }

    /** What a careful copy leaves: a file of the same name, size and time as the damaged one. */
    @Test
    void mendedWeightsAreLoaded() throws IOException {
        AtomicInteger loads = new AtomicInteger();
        try (LoadedModel model = damaged(loads)) {
            assertThrows(ModelException.class, model::wake);
            Files.copy(
                    ModelAt.STARTER.resolve(WEIGHTS),
                    folder.resolve(WEIGHTS),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
            assertEquals("timeviper-starter", model.check());
            loads.set(0);
            model.wake();
            model.wake();
            assertEquals(1, loads.get());
            assertEquals("timeviper-starter", model.check());
        }
    }

    @Test
    void weightsThatAreStillDamagedAfterAChangeAreToldOfAnew() throws IOException {
        AtomicInteger loads = new AtomicInteger();
        try (LoadedModel model = damaged(loads)) {
            assertThrows(ModelException.class, model::wake);
            overwrite(0.5);
            assertThrows(ModelException.class, model::wake);
            assertThrows(ModelException.class, model::wake);
            assertEquals(2, loads.get());
        }
    }

    /** @return what somebody is told who asks about a video; it is not looked for before there is a model to look at it */
    private static String asked(LoadedModel model) {
        return assertThrows(
                        ModelException.class, () -> model.look("unknown", 0, 1, Urgency.QUESTION, session -> session))
                .getMessage();
    }

    /** The starter with a few kilobytes of other weights, which are finite numbers: only its recording tells. */
    private LoadedModel damaged(AtomicInteger loads) throws IOException {
        for (String name : List.of("config.json", WEIGHTS, "tokenizer.json", "reference.safetensors")) {
            Files.copy(ModelAt.STARTER.resolve(name), folder.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
        overwrite(0.25);
        Files.setLastModifiedTime(folder.resolve(WEIGHTS), Files.getLastModifiedTime(ModelAt.STARTER.resolve(WEIGHTS)));
        return new LoadedModel(new Counted(new ModelAt(folder), loads), new MediaStore(folder), frames -> {});
    }

    /** Puts weights from three quarters of the file where others were. */
    private void overwrite(double where) throws IOException {
        try (RandomAccessFile weights =
                new RandomAccessFile(folder.resolve(WEIGHTS).toFile(), "rw")) {
            byte[] other = new byte[4096];
            weights.seek((long) (weights.length() * 0.75));
            weights.readFully(other);
            weights.seek((long) (weights.length() * where));
            weights.write(other);
        }
    }
}
