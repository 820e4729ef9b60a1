package org.timeviper.indexer.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.model.Frame;

/** A sampled picture shows what the film shows at its second, whatever the film is like. */
class SampledPicturesTest {

    private static final FilmReader READER = new FilmReader(DecoderSettings.defaults());
    private static final int NEAR = 8;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"film.mp4, 12", "film.mkv, 12", "film.avi, 12", "film.ts, 2", "film.mp4, 27", "film.webm, 139"})
    void thereIsOnePictureAnIntervalAndItShowsItsSecond(String name, int codec) {
        Path file = TestFilm.of(64, 48).codec(codec).write(folder.resolve(name), 6);
        SampledFilm film = sample(file, 2);
        assertEquals(IntStream.range(0, 12).mapToObj(i -> i / 2.0).toList(), film.times());
        assertEquals(6, film.info().durationSeconds(), 0.11);
        assertEquals(60, film.info().frameCount());
        assertShows(film, second -> (int) second);
    }

    @Test
    void aRateThatDoesNotDivideTheSecondIsKeptToo() {
        SampledFilm film = sample(TestFilm.of(64, 48).rate(25).write(folder.resolve("film.mp4"), 7), 0.7);
        assertEquals(5, film.times().size());
        assertEquals(4 / 0.7, film.times().getLast(), 1e-6);
        assertShows(film, second -> (int) (second + 1e-6));
    }

    @Test
    void aFilmShorterThanTheIntervalGivesItsFirstPicture() {
        SampledFilm film = sample(TestFilm.of(64, 48).write(folder.resolve("film.mp4"), 0.3), 0.5);
        assertEquals(1, film.times().size());
        assertEquals(0.3, film.info().durationSeconds(), 0.05);
        assertShows(film, second -> 0);
    }

    @Test
    void aSinglePictureIsAFilmToo() {
        SampledFilm film = sample(TestFilm.of(64, 48).write(folder.resolve("film.mp4"), new double[] {0}), 1);
        assertEquals(1, film.times().size());
        assertEquals(1, film.info().frameCount());
    }

    @Test
    void picturesThatComeAtUnevenTimesStayUntilTheNextOne() {
        double[] seconds = {0, 0.1, 0.2, 2.5, 2.6, 5, 5.9};
        SampledFilm film = sample(TestFilm.of(64, 48).write(folder.resolve("film.mkv"), seconds), 1);
        assertEquals(7, film.info().frameCount());
        int[] shown = {0, 0, 0, 2, 2, 5, 5};
        assertShows(film, second -> shown[(int) second]);
    }

    @ParameterizedTest
    @CsvSource({"late.mp4", "late.mkv", "late.ts"})
    void secondsAreCountedFromTheFirstPicture(String name) {
        double[] seconds = IntStream.range(30, 70).mapToDouble(i -> i / 10.0).toArray();
        SampledFilm film = sample(
                TestFilm.of(64, 48)
                        .codec(name.endsWith("ts") ? avcodec.AV_CODEC_ID_MPEG2VIDEO : avcodec.AV_CODEC_ID_MPEG4)
                        .write(folder.resolve(name), seconds),
                1);
        assertEquals(4, film.times().size());
        assertShows(film, second -> 3 + (int) second);
    }

    @Test
    void theLongestSideIsAtMost384AndSmallPicturesStayAsTheyAre() {
        assertSize(384, 216, TestFilm.of(640, 360).write(folder.resolve("wide.mp4"), 1));
        assertSize(216, 384, TestFilm.of(360, 640).write(folder.resolve("high.mp4"), 1));
        assertSize(64, 48, TestFilm.of(64, 48).write(folder.resolve("small.mp4"), 1));
        assertSize(384, 2, TestFilm.of(1920, 8).write(folder.resolve("strip.mp4"), 1));
    }

    @Test
    void anOddSizeIsTaken() {
        Path even = TestFilm.of(102, 76).codec(avcodec.AV_CODEC_ID_MJPEG).write(folder.resolve("even.mp4"), 3);
        Path file = FilmBytes.of(even).jpegSize(101, 75).write(folder.resolve("odd.mp4"));
        assertSize(101, 75, file);
        assertShows(sample(file, 1), second -> (int) second);
    }

    @Test
    void widePixelsAreMadeSquare() {
        Path file = TestFilm.of(64, 48).pixelAspect(2).write(folder.resolve("wide.mp4"), 1);
        assertSize(128, 48, file);
        MediaInfo info = READER.probe(file);
        assertEquals("128x48", info.width() + "x" + info.height());
    }

    @Test
    void aFilmThatWasTakenSidewaysStandsUpright() {
        Path file = TestFilm.of(64, 32)
                .painted((screen, second) -> {
                    screen.setColor(Color.RED);
                    screen.fillRect(0, 0, 32, 32);
                    screen.setColor(Color.BLUE);
                    screen.fillRect(32, 0, 32, 32);
                })
                .write(folder.resolve("film.mp4"), 1);
        Path turned = FilmBytes.of(file).turned().write(folder.resolve("turned.mp4"));
        MediaInfo info = READER.probe(turned);
        assertEquals("32x64", info.width() + "x" + info.height());
        Frame picture = sample(turned, 1).frames(0, 1, 1).read(0);
        assertEquals("32x64", picture.width() + "x" + picture.height());
        assertTrue(colour(picture, 16, 8).getRed() > 150, () -> "the left side is on top: " + colour(picture, 16, 8));
        assertTrue(colour(picture, 16, 56).getBlue() > 150, () -> "the right side below: " + colour(picture, 16, 56));
    }

    @Test
    void aFilmThatClaimsTenHoursLastsAsLongAsItsPictures() {
        Path file = TestFilm.of(64, 48).write(folder.resolve("film.mkv"), 10);
        Path boastful = FilmBytes.of(file).matroskaClaiming(36_000).write(folder.resolve("boastful.mkv"));
        assertEquals(36_000, READER.probe(boastful).durationSeconds(), 1);
        SampledFilm film = sample(boastful, 1);
        assertEquals(10, film.info().durationSeconds(), 0.11);
        assertEquals(10, film.times().size());
        assertWarned(film, "claims to last 36000.0 s");
        assertShows(film, second -> (int) second);
    }

    @Test
    void theTableOfContentsIsBelievedOverTheHeadersOfAnMp4() {
        Path file = TestFilm.of(64, 48).write(folder.resolve("film.mp4"), 10);
        Path boastful = FilmBytes.of(file).claiming(36_000).write(folder.resolve("boastful.mp4"));
        SampledFilm film = sample(boastful, 1);
        assertEquals(10, film.info().durationSeconds(), 0.11);
        assertEquals(10, film.times().size());
    }

    @Test
    void damageInTheMiddleIsReportedWithItsTime() {
        byte[] whole = TestFilm.shipped("snow.mp4");
        Path file =
                FilmBytes.of(whole).noise(whole.length / 2, 3000, new Random(7)).write(folder.resolve("damaged.mp4"));
        SampledFilm film = sample(file, 1);
        assertWarned(film, "damaged between");
        assertEquals(READER.probe(file).durationSeconds(), film.info().durationSeconds(), 1);
    }

    @Test
    void anUnharmedFilmHasNoWarnings() throws IOException {
        Path file = Files.write(folder.resolve("snow.mp4"), TestFilm.shipped("snow.mp4"));
        SampledFilm film = sample(file, 1);
        assertEquals(List.of(), film.warnings());
    }

    @Test
    void aFilmThatEndsEarlyIsReadAsFarAsItGoes() throws IOException {
        byte[] whole = TestFilm.shipped("boat.mp4");
        Path file = Files.write(folder.resolve("half.mp4"), Arrays.copyOf(whole, whole.length / 2));
        SampledFilm film = sample(file, 1);
        double seconds = film.info().durationSeconds();
        assertTrue(seconds > 2 && seconds < 28, () -> seconds + " s");
        assertEquals((int) Math.ceil(seconds - 1e-4), film.times().size());
        assertWarned(film, "claims to last 30.0 s");
    }

    /** Such a timestamp would have the same picture written tens of thousands of times. */
    @Test
    void aTimestampThatLeapsHoursAheadDoesNotLengthenTheFilm() {
        double[] seconds = IntStream.range(0, 41)
                .mapToDouble(i -> i == 40 ? 100_000 : i / 10.0)
                .toArray();
        SampledFilm film = sample(TestFilm.of(64, 48).write(folder.resolve("leap.mkv"), seconds), 1);
        assertEquals(41, film.info().frameCount());
        assertEquals(4.1, film.info().durationSeconds(), 0.11);
        assertTrue(film.times().size() <= 5, film.times()::toString);
        assertWarned(film, "timestamps leap (1 times, first after 3.9 s)");
    }

    /** A transport stream that was joined from two begins again at its old timestamps. */
    @Test
    void aRecordingJoinedFromTwoIsAsLongAsBoth() throws IOException {
        Path part = TestFilm.of(64, 48).codec(avcodec.AV_CODEC_ID_MPEG2VIDEO).write(folder.resolve("part.ts"), 4);
        byte[] one = Files.readAllBytes(part);
        byte[] both = Arrays.copyOf(one, 2 * one.length);
        System.arraycopy(one, 0, both, one.length, one.length);
        SampledFilm film = sample(Files.write(folder.resolve("joined.ts"), both), 1);
        assertEquals(8, film.info().durationSeconds(), 0.3);
        Frame late = film.frames(6.5, 7.5, 1).read(0);
        assertEquals(TestFilm.grey(3).getRed(), colour(late, 8, 8).getRed(), NEAR);
    }

    @Test
    void progressGrowsUpToTheLength() {
        Path file = TestFilm.of(640, 360).rate(50).write(folder.resolve("film.mp4"), 12);
        List<Double> told = new ArrayList<>();
        READER.sample(file, 1, folder.resolve("frames"), (seconds, of) -> {
            told.add(seconds);
            assertTrue(seconds <= of && of < 13, () -> seconds + " of " + of);
        });
        assertEquals(told.stream().sorted().toList(), told);
    }

    private SampledFilm sample(Path file, double fps) {
        return READER.sample(file, fps, folder.resolve("frames of " + file.getFileName()), (seconds, of) -> {});
    }

    private interface Shown {
        int secondAt(double second);
    }

    /** Compares every picture with what is on screen at its second. */
    private static void assertShows(SampledFilm film, Shown shown) {
        for (double second : film.times()) {
            Frame picture = film.frames(second, second + 1e-3, 1).read(0);
            assertEquals(second, picture.seconds(), 1e-9);
            int expected = TestFilm.grey(shown.secondAt(second)).getRed();
            Color seen = colour(picture, picture.width() / 2, picture.height() / 2);
            assertEquals(expected, seen.getGreen(), NEAR, () -> "at " + second + " s: " + seen);
        }
    }

    private void assertSize(int width, int height, Path file) {
        Frame picture = sample(file, 1).frames(0, 1, 1).read(0);
        assertEquals(width + "x" + height, picture.width() + "x" + picture.height());
    }

    private static void assertWarned(SampledFilm film, String words) {
        assertTrue(
                film.warnings().stream().anyMatch(warning -> warning.contains(words)),
                () -> "'" + words + "' is not in " + film.warnings());
    }

    private static Color colour(Frame picture, int x, int y) {
        int at = (y * picture.width() + x) * 3;
        byte[] rgb = picture.rgb();
        return new Color(rgb[at] & 0xff, rgb[at + 1] & 0xff, rgb[at + 2] & 0xff);
    }
}
