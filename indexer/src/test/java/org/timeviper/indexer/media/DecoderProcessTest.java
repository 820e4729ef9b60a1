package org.timeviper.indexer.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.indexer.media.UnreadableMedia.Kind;

/** Whatever the decoder's process does, its caller gets a reading or an error that names the film. A script stands in for the process. */
class DecoderProcessTest {

    private static final String INFO =
            "{\"durationSeconds\":3.0,\"width\":64,\"height\":48,\"frameRate\":10.0,\"frameCount\":30,\"videoCodec\":\"x\",\"container\":\"y\",\"audio\":false}";

    @TempDir
    Path folder;

    private Path film;

    @BeforeEach
    void anyFile() throws IOException {
        film = Files.writeString(folder.resolve("film.mp4"), "bytes");
    }

    @Test
    void aNativeCrashIsReported() throws IOException {
        UnreadableMedia crash = refused("echo '# A fatal error has been detected'", "kill -SEGV $$");
        assertEquals(Kind.DECODER_CRASHED, crash.kind());
        assertTrue(crash.getMessage().startsWith("film.mp4 made the decoder end with code 139"), crash::getMessage);
        assertTrue(crash.getMessage().contains("re-encode it"), crash::getMessage);
    }

    @Test
    void aKilledProcessIsReportedWithItsLastWords() throws IOException {
        UnreadableMedia crash = refused("echo 'WARNING: usual' >&2", "echo 'out of memory' >&2", "kill -KILL $$");
        assertEquals(Kind.DECODER_CRASHED, crash.kind());
        assertTrue(crash.getMessage().contains("code 137 (out of memory)"), crash::getMessage);
    }

    @Test
    void ofTheLibrariesOnThisClassPathItIsGivenThoseThatItNeeds() {
        String all = System.getProperty("java.class.path");
        String given = DecoderSettings.defaults().classPath();
        for (String needed : List.of("javacpp-", "ffmpeg-", "jackson-databind-")) {
            assertTrue(given.contains(needed), given);
        }
        for (String other : List.of("lucene-core-", "h2-", "quarkus-core-")) {
            assertTrue(all.contains(other), all);
            assertFalse(given.contains(other), given);
        }
    }

    @Test
    void aProcessThatHangsIsEnded() throws IOException {
        long begun = System.nanoTime();
        UnreadableMedia hang = refused("exec sleep 600");
        assertEquals(Kind.TIMED_OUT, hang.kind());
        assertTrue(hang.getMessage().startsWith("film.mp4 kept the decoder busy for 2 s"), hang::getMessage);
        assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 60);
    }

    @Test
    void aProcessThatHangsAfterSomeProgressIsEnded() throws IOException {
        assertEquals(
                Kind.TIMED_OUT,
                refused("echo 'progress 1.0 3.0'", "exec sleep 600").kind());
    }

    @Test
    void decodingThatIsCancelledEndsInSecondsEvenIfNoPictureComes() throws IOException {
        SampleProgress cancelled = new SampleProgress() {
            @Override
            public void decoded(double seconds, double ofSeconds) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        DecoderSettings script = settings("echo 'progress 1.0 3.0'", "exec sleep 600");
        DecoderSettings patient = new DecoderSettings(
                script.java(), script.classPath(), Duration.ofMinutes(5), script.heapMegabytes(), script.maxPixels());
        long begun = System.nanoTime();
        assertThrows(CancellationException.class, () -> new FilmReader(patient)
                .sample(film, 1, folder.resolve("frames"), cancelled));
        assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "done",
                "done {",
                "done []",
                "done null",
                "unreadable",
                "unreadable EMPTY",
                "unreadable NOTHING_KNOWN that is so",
                "progress",
                "progress x",
                "progress 1",
                "progress x y",
                "progress 1.0 2.0 3.0",
                "progress - .",
                "progress NaN Infinity",
                "0123456789"
            })
    void anAnswerThatIsNoneIsACrash(String line) throws IOException {
        UnreadableMedia crash = refused("echo '" + line + "'");
        assertEquals(Kind.DECODER_CRASHED, crash.kind());
        assertTrue(crash.getMessage().startsWith("film.mp4 made the decoder "), crash::getMessage);
    }

    @Test
    void whatElseIsWrittenDoesNotHideTheAnswer() throws IOException {
        List<Double> told = new ArrayList<>();
        FilmReader reader = reader(
                "echo 'progress x'",
                "printf 'garbage \\377\\376\\n'",
                "echo 'progress 1.0 3.0'",
                "echo 'done " + INFO + "'",
                "echo '[swscaler] bye'");
        assertEquals(30, reader.probe(film).frameCount());
        String answer = new DecoderProcess(settings("echo 'progress 1.5 3.0'", "echo 'done x'"), "film.mp4")
                .run(List.of("sample"), (seconds, of) -> told.add(seconds));
        assertEquals("x", answer);
        assertEquals(List.of(1.5), told);
    }

    @Test
    void aRefusalIsGivenTheNameOfTheFilm() throws IOException {
        UnreadableMedia refusal =
                assertThrows(UnreadableMedia.class, () -> reader("echo 'unreadable NO_VIDEO holds sound only'")
                        .probe(film, "Ä song.mp4"));
        assertEquals(Kind.NO_VIDEO, refusal.kind());
        assertEquals("Ä song.mp4 holds sound only", refusal.getMessage());
    }

    /** A full disk is not the film's fault, and another try may succeed. */
    @Test
    void picturesThatCannotBeWrittenAreNotBlamedOnTheFilm() throws IOException {
        FilmReader reader = reader("echo 'failed java.io.IOException: No space left on device'");
        UncheckedIOException failure = assertThrows(
                UncheckedIOException.class,
                () -> reader.sample(film, 1, folder.resolve("frames"), (seconds, of) -> {}));
        assertTrue(failure.getMessage().contains("No space left on device"), failure::getMessage);
    }

    @Test
    void aSampleThatWasAnnouncedButNotWrittenIsUnreadable() throws IOException {
        FilmReader reader = reader("echo 'done {}'");
        UnreadableMedia refusal = assertThrows(
                UnreadableMedia.class, () -> reader.sample(film, 1, folder.resolve("frames"), (seconds, of) -> {}));
        assertTrue(refusal.getMessage().contains("index the video again"), refusal::getMessage);
    }

    @Test
    void aProgramThatIsNotThereIsNotBlamedOnTheFilm() {
        DecoderSettings usual = DecoderSettings.defaults();
        FilmReader reader = new FilmReader(new DecoderSettings(
                folder.resolve("no-java"), usual.classPath(), usual.stallTimeout(), 64, usual.maxPixels()));
        assertThrows(UncheckedIOException.class, () -> reader.probe(film));
    }

    /** The real decoder, out of its Java heap. */
    @Test
    void aDecoderWithoutMemoryIsReported() {
        Path real = TestFilm.of(640, 360).write(folder.resolve("real.mp4"), 1);
        DecoderSettings usual = DecoderSettings.defaults();
        FilmReader reader = new FilmReader(
                new DecoderSettings(usual.java(), usual.classPath(), usual.stallTimeout(), 2, usual.maxPixels()));
        UnreadableMedia crash = assertThrows(UnreadableMedia.class, () -> reader.probe(real));
        assertEquals(Kind.DECODER_CRASHED, crash.kind(), crash::getMessage);
        assertEquals(640, new FilmReader(usual).probe(real).width());
    }

    private UnreadableMedia refused(String... script) throws IOException {
        FilmReader reader = reader(script);
        return assertThrows(UnreadableMedia.class, () -> reader.probe(film));
    }

    private FilmReader reader(String... script) throws IOException {
        return new FilmReader(settings(script));
    }

    /** Settings whose {@code java} is this script. */
    private DecoderSettings settings(String... script) throws IOException {
        Path java = Files.createTempFile(
                folder,
                "java",
                ".sh",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(java, "#!/bin/sh\n" + String.join("\n", script) + "\n");
        return new DecoderSettings(java, "none", Duration.ofSeconds(2), 64, 1_000_000);
    }
}
