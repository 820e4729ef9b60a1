package org.timeviper.indexer.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.media.DecoderSettings;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.indexer.media.TestFilm;
import org.timeviper.model.generation.Generation;
import org.timeviper.model.generation.GenerationOptions;
import org.timeviper.model.generation.TokenListener;

/** Another question about a film costs no other look at it, also after a restart; what is kept for that is bounded, and goes with its film. */
class SecondQuestionTest {

    private static final long PLENTY = 1L << 30;
    private static final int SECONDS = 8;
    private static final String VIDEO = "a-video";

    @TempDir
    static Path shared;

    private static Path starter;

    @TempDir
    Path folder;

    private final AtomicLong shown = new AtomicLong();
    private final List<LookFrom> looks = new ArrayList<>();
    private MediaStore media;

    @BeforeAll
    static void prepare() throws IOException {
        starter = untried(config -> {});
        Path film = TestFilm.of(64, 48).write(shared.resolve("film.mp4"), SECONDS);
        new FilmReader(DecoderSettings.defaults()).sample(film, 1, shared.resolve("frames"), (done, of) -> {});
    }

    /** The model that ships, or nearly, without the recording that it is held to whenever it is loaded: here it is loaded often. */
    private static Path untried(Consumer<ObjectNode> change) throws IOException {
        Path folder = Path.of(ChangedStarter.served(change).get("timeviper.model.dir"));
        Files.delete(folder.resolve("reference.safetensors"));
        return folder;
    }

    @BeforeEach
    void open() throws IOException {
        media = new MediaStore(folder);
        film(VIDEO);
    }

    private void film(String video) throws IOException {
        Path frames = Files.createDirectories(media.frames(video));
        try (Stream<Path> files = Files.list(shared.resolve("frames"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, frames.resolve(file.getFileName()));
            }
        }
    }

    private LoadedModel model() {
        return model(new ModelAt(starter));
    }

    private LoadedModel model(long memory, long disk) {
        return model(new ModelAt(starter, "f32", memory, disk));
    }

    private LoadedModel model(ModelSettings settings) {
        return new LoadedModel(settings, media, shown::addAndGet, Integer.MAX_VALUE, looks::add);
    }

    private static Generation ask(LoadedModel model, String video, String question) {
        return model.look(video, 0, SECONDS, Urgency.QUESTION, session -> {
                    assertEquals(SECONDS, session.clip().frames().count());
                    return session.generate(question, "", GenerationOptions.greedy(8), TokenListener.none());
                })
                .result();
    }

    private static Generation ask(LoadedModel model) {
        return ask(model, VIDEO, "What is seen?");
    }

    /** That no picture is read is seen by that none is there any more. */
    @Test
    void theFramesAreNeitherReadNorShownAgainForASecondQuestionAlsoAfterARestart() throws IOException {
        Generation first;
        Generation second;
        try (LoadedModel model = model()) {
            first = ask(model);
            second = ask(model, VIDEO, "Is there a boat?");
        }
        try (Stream<Path> pictures = Files.list(media.frames(VIDEO))) {
            for (Path picture :
                    pictures.filter(file -> file.toString().endsWith(".jpg")).toList()) {
                Files.delete(picture);
            }
        }
        try (LoadedModel model = model()) {
            assertEquals(second, ask(model, VIDEO, "Is there a boat?"));
            assertEquals(first, ask(model));
        }
        assertEquals(List.of(LookFrom.PICTURES, LookFrom.SESSION, LookFrom.STATE, LookFrom.SESSION), looks);
        assertEquals(SECONDS, shown.get());
    }

    @Test
    void whatWasSeenOutlivesAProcessThatIsKilled() {
        try (LoadedModel killed = model();
                LoadedModel next = model()) {
            Generation answer = ask(killed);
            assertEquals(answer, ask(next));
        }
        assertEquals(List.of(LookFrom.PICTURES, LookFrom.EMBEDDINGS), looks);
        assertEquals(SECONDS, shown.get());
    }

    @Test
    void whatOnlyIndexingHasLookedAtIsNotKeptOnDisk() {
        try (LoadedModel model = model()) {
            model.look(
                    VIDEO,
                    0,
                    SECONDS,
                    Urgency.INDEXING,
                    session ->
                            session.generate("What is seen?", "", GenerationOptions.greedy(2), TokenListener.none()));
            assertFalse(Files.exists(media.seen()));
            ask(model);
        }
        assertEquals(List.of(LookFrom.PICTURES, LookFrom.SESSION), looks);
        assertEquals(2, files().size(), "somebody has asked about it then");
    }

    @Test
    void nothingIsTakenFromAnotherPrecisionModelOrSample() throws IOException {
        try (LoadedModel model = model()) {
            ask(model);
        }
        try (LoadedModel halved = model(new ModelAt(starter, "bf16", PLENTY, PLENTY))) {
            ask(halved);
        }
        Path other = untried(config -> config.withObject("/token_drop").put("schedule", "uni_3_0.5"));
        try (LoadedModel changed = model(new ModelAt(other))) {
            ask(changed);
        }
        Files.writeString(media.frames(VIDEO).resolve(SampledFilm.RECORD), "\n", StandardOpenOption.APPEND);
        try (LoadedModel model = model()) {
            ask(model);
        }
        assertEquals(List.of(LookFrom.PICTURES, LookFrom.EMBEDDINGS, LookFrom.PICTURES, LookFrom.PICTURES), looks);
    }

    @Test
    void framesThatAnOpenStretchHasShownAreNotShownAgainInAnotherButThoseOfAnotherSampleAre() throws IOException {
        Generation expected;
        try (LoadedModel model = model(0, 0)) {
            expected = within(model, 1, 7);
        }
        assertEquals(6, shown.getAndSet(0));
        looks.clear();
        try (LoadedModel model = model(PLENTY, 0)) {
            within(model, 0, 5);
            within(model, 3, SECONDS);
            assertEquals(SECONDS, shown.get());
            assertEquals(expected, within(model, 1, 7));
            assertEquals(SECONDS, shown.get());
            film("other");
            model.look("other", 1, 3, Urgency.QUESTION, session -> true);
            assertEquals(SECONDS + 2, shown.get());
            Files.writeString(media.frames(VIDEO).resolve(SampledFilm.RECORD), "\n", StandardOpenOption.APPEND);
            within(model, 2, 6);
            assertEquals(SECONDS + 2 + 4, shown.get());
        }
        assertEquals(
                List.of(
                        LookFrom.PICTURES,
                        LookFrom.PICTURES,
                        LookFrom.EMBEDDINGS,
                        LookFrom.PICTURES,
                        LookFrom.PICTURES),
                looks);
    }

    private static Generation within(LoadedModel model, double start, double end) {
        return model.look(
                        VIDEO,
                        start,
                        end,
                        Urgency.QUESTION,
                        session -> session.generate(
                                "What is seen?", "", GenerationOptions.greedy(8), TokenListener.none()))
                .result();
    }

    /** Of what only indexing has looked at, what its frames came to stays longer than the state behind them. */
    @Test
    void whatIndexingHasSeenOfFramesStaysWhereItsStatesHaveNoRoom() {
        long embeddings = 8L * 16 * 192 * Float.BYTES;
        long smallPictures = 8L * 96 * 54 * 3;
        try (LoadedModel model = model(embeddings + smallPictures + 1000, 0)) {
            for (double end : new double[] {SECONDS, SECONDS - 3}) {
                model.look(
                        VIDEO,
                        0,
                        end,
                        Urgency.INDEXING,
                        session -> session.generate(
                                "What is seen?", "", GenerationOptions.greedy(2), TokenListener.none()));
            }
        }
        assertEquals(List.of(LookFrom.PICTURES, LookFrom.EMBEDDINGS), looks);
        assertEquals(SECONDS, shown.get());
    }

    @Test
    void whatHasNoRoomInMemoryGoesToDiskAndWhatHasNoneThereIsComputedAgain() {
        Generation expected;
        try (LoadedModel model = model(0, PLENTY)) {
            expected = ask(model);
            assertEquals(expected, ask(model));
        }
        try (LoadedModel model = model(0, 0)) {
            assertEquals(expected, ask(model));
            assertEquals(List.of(), files(), "a bound that is lower than before holds at once");
            assertEquals(expected, ask(model));
        }
        assertEquals(List.of(LookFrom.PICTURES, LookFrom.STATE, LookFrom.PICTURES, LookFrom.PICTURES), looks);
    }

    @Test
    void theDiskHoldsNoMoreThanItMayAndWhatWasNotUsedForLongestGoesFirst() throws IOException {
        long bound = 4_000_000;
        List<String> others = List.of("b", "c", "d", "e", "f", "g", "h", "i", "j", "k");
        try (LoadedModel model = model(0, bound)) {
            for (String other : others) {
                film(other);
                ask(model);
                ask(model, other, "What is seen?");
                long held = files().stream().mapToLong(SecondQuestionTest::size).sum();
                assertTrue(held <= bound, held + " bytes");
            }
            looks.clear();
            ask(model);
            ask(model, "k", "What is seen?");
            ask(model, "b", "What is seen?");
        }
        assertEquals(List.of(LookFrom.STATE, LookFrom.STATE, LookFrom.PICTURES), looks);
        assertFalse(Files.exists(media.seen("c")), "no empty folder is left");
    }

    @Test
    void damagedFilesAreWrittenAnew() throws IOException {
        Generation expected;
        try (LoadedModel model = model()) {
            expected = ask(model);
        }
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }
        for (int start = 0; start < 2; start++) {
            try (LoadedModel model = model()) {
                assertEquals(expected, ask(model));
            }
        }
        assertEquals(List.of(LookFrom.PICTURES, LookFrom.PICTURES, LookFrom.STATE), looks);
    }

    /** A file stands where the folder should be: as on a full disk, nothing can be written. */
    @Test
    void whereNothingCanBeKeptQuestionsAreAnsweredAllTheSame() throws IOException {
        Files.createFile(media.seen());
        try (LoadedModel model = model()) {
            assertEquals(ask(model), ask(model));
        }
        assertEquals(List.of(LookFrom.PICTURES, LookFrom.SESSION), looks);
        assertEquals(0, Files.size(media.seen()));
    }

    @Test
    void whatIsForgottenIsGoneFromMemoryAndDiskAndTheRestStays() throws IOException {
        film("other");
        try (LoadedModel model = model(0, PLENTY)) {
            ask(model);
            ask(model, "other", "What is seen?");
            model.forget(VIDEO);
            assertFalse(Files.exists(media.seen(VIDEO)));
            ask(model);
            ask(model, "other", "What is seen?");
        }
        assertEquals(List.of(LookFrom.PICTURES, LookFrom.PICTURES, LookFrom.PICTURES, LookFrom.STATE), looks);
    }

    @Test
    void ofAVideoThatAnotherProcessHasDeletedNothingIsWrittenAnyMore() {
        try (LoadedModel model = model()) {
            ask(model);
            media.remove(VIDEO);
            assertEquals(List.of(), files());
        }
        assertEquals(List.of(), files());
    }

    private List<Path> files() {
        if (Files.notExists(media.seen())) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(media.seen())) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
