package org.timeviper.indexer.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Random;
import org.bytedeco.ffmpeg.global.avcodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of the way a film's frames are counted, from films that a real encoder has written. */
class FilmSlateTest {

    private static final FilmReader READER = new FilmReader(DecoderSettings.defaults());

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "film.mov, 24000, 1001, 00:59:50:00",
        "film.mov, 25,    1,    10:00:00:00",
        "film.mov, 30000, 1001, 01:00:00;00",
        "film.mov, 30000, 1001, 01:00:00:00",
        "film.mp4, 50,    1,    09:58:30:49",
        "film.mov, 60000, 1001, 01:00:00;04",
        "film.mkv, 24000, 1001, 01:00:00:00",
        "film.mxf, 25,    1,    10:00:00:00"
    })
    void rateAndTimecodeAreTheFilesOwn(String name, long numerator, long denominator, String timecode) {
        FrameRate rate = new FrameRate(numerator, denominator);
        TestFilm film = TestFilm.of(64, 48).rate(rate.perSecond()).timecode(timecode);
        if (name.endsWith("mxf")) {
            film.codec(avcodec.AV_CODEC_ID_MPEG2VIDEO);
        }
        Path file = film.write(folder.resolve(name), 2);
        Slate probed = READER.probe(file).slate();
        assertEquals(rate, probed.rate());
        assertEquals(timecode, probed.timecode());
        assertFalse(probed.variable());
        assertEquals(probed, sampled(file));
    }

    @Test
    void aFileThatSaysNothingHasNoTimecodeAndNoReel() {
        Slate slate = READER.probe(TestFilm.of(64, 48).rate(25).write(folder.resolve("film.mp4"), 1))
                .slate();
        assertNull(slate.timecode());
        assertNull(slate.reel());
    }

    @Test
    void theReelIsRead() {
        Path file = TestFilm.of(64, 48)
                .rate(25)
                .timecode("01:00:00:00")
                .reel("A001C003")
                .write(folder.resolve("film.mov"), 1);
        assertEquals("A001C003", READER.probe(file).slate().reel());
    }

    @Test
    void aFilmOfVariableRateIsCountedOnTheGridThatItsFramesLieOn() {
        Path file = TestFilm.of(64, 48)
                .rate(30)
                .write(
                        folder.resolve("phone.mp4"),
                        0,
                        1 / 30.0,
                        2 / 30.0,
                        5 / 30.0,
                        6 / 30.0,
                        10 / 30.0,
                        15 / 30.0,
                        16 / 30.0,
                        1,
                        2,
                        61 / 30.0);
        Slate slate = sampled(file);
        assertTrue(slate.variable());
        assertEquals(new FrameRate(30, 1), slate.rate());
    }

    /** A phone in the dark: the clock ticks 600 times a second, and pictures come when they are ready, 29.2 a second in the end. */
    @Test
    void aFilmOnNoGridIsCountedAtTheVideoRateNearestToItsAverage() {
        Random jitter = new Random(7);
        double[] seconds = new double[120];
        for (int i = 1; i < seconds.length; i++) {
            seconds[i] = seconds[i - 1] + 0.014 + 0.04 * jitter.nextDouble();
        }
        Path file = TestFilm.of(64, 48).rate(600).write(folder.resolve("dark.mp4"), seconds);
        Slate slate = sampled(file);
        assertEquals(FrameRate.near(29.97), slate.rate());
        assertTrue(slate.variable());
        assertEquals(FrameRate.near(29.97), READER.probe(file).slate().rate());
    }

    @Test
    void whatAnOlderReleaseHasWrittenIsStillRead() throws Exception {
        MediaInfo info = new ObjectMapper().readValue("""
                        {"durationSeconds":1.0,"width":2,"height":3,"frameRate":29.97,"frameCount":30,"videoCodec":"h264","container":"mov","audio":true}""", MediaInfo.class);
        assertNull(info.slate());
        MediaInfo now = new MediaInfo(
                1, 2, 3, 29.97, 30, "h264", "mov", true, new Slate(FrameRate.near(29.97), true, "01:00:00;00", null));
        assertEquals(now, new ObjectMapper().readValue(new ObjectMapper().writeValueAsString(now), MediaInfo.class));
    }

    private Slate sampled(Path file) {
        return READER.sample(file, 1, folder.resolve("frames"), (seconds, of) -> {})
                .info()
                .slate();
    }
}
