package org.timeviper.indexer.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.ffmpeg.global.avcodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.model.FrameSource;

/** However a film is damaged, it is read or refused; nothing else comes of it. */
class MutatedFilmTest {

    private static final int FILMS = 28;
    private static final FilmReader READER = new FilmReader(DecoderSettings.defaults());

    @TempDir
    Path folder;

    @Test
    void aDamagedFilmIsReadOrRefused() throws IOException {
        long seed = Long.getLong("timeviper.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[][] whole = {
            bytes(TestFilm.of(64, 48).sound(), "a.mp4"),
            bytes(TestFilm.of(64, 48), "a.mkv"),
            bytes(TestFilm.of(64, 48).codec(avcodec.AV_CODEC_ID_MPEG2VIDEO), "a.ts"),
            bytes(TestFilm.of(64, 48).codec(avcodec.AV_CODEC_ID_H264), "b.mp4")
        };
        String[] names = {"film.mp4", "film.mkv", "film.ts", "film.mp4"};
        for (int i = 0; i < FILMS; i++) {
            int which = i % whole.length;
            Path file = Files.write(folder.resolve(names[which]), mutated(whole[which], random));
            String told = "film " + i + " of seed " + seed;
            try {
                readable(READER.sample(file, 1, folder.resolve("frames"), (seconds, of) -> {}), told);
            } catch (UnreadableMedia e) {
                assertTrue(e.getMessage().startsWith(names[which] + " "), () -> told + ": " + e.getMessage());
                assertFalse(
                        e.kind() == UnreadableMedia.Kind.TIMED_OUT || e.kind() == UnreadableMedia.Kind.MISSING,
                        () -> told + ": " + e.getMessage());
            } catch (RuntimeException e) {
                throw new AssertionError(told + " (-Dtimeviper.seed=" + seed + ")", e);
            }
        }
    }

    private byte[] bytes(TestFilm film, String name) throws IOException {
        return Files.readAllBytes(film.write(folder.resolve(name), 3));
    }

    /** Overwrites, removes or doubles a stretch; mostly a few bytes. */
    private static byte[] mutated(byte[] whole, Random random) {
        byte[] film = whole.clone();
        for (int change = 1 + random.nextInt(4); change > 0; change--) {
            int at = random.nextInt(film.length);
            int length = Math.min(film.length - at, 1 + random.nextInt(random.nextBoolean() ? 4 : 200));
            switch (random.nextInt(4)) {
                case 0 -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    System.arraycopy(noise, 0, film, at, length);
                }
                case 1 -> film[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> film = joined(Arrays.copyOf(film, at), Arrays.copyOfRange(film, at + length, film.length));
                default -> film = joined(Arrays.copyOf(film, at + length), Arrays.copyOfRange(film, at, film.length));
            }
        }
        return film;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static void readable(SampledFilm film, String told) {
        double end = film.info().durationSeconds();
        assertFalse(film.times().isEmpty(), told);
        assertEquals(0, film.shots().getFirst().start(), told);
        assertEquals(end, film.shots().getLast().end(), told);
        assertTrue(film.times().getLast() < end, told);
        FrameSource pictures = film.frames(0, end, Integer.MAX_VALUE);
        assertEquals(film.times(), pictures.seconds(), told);
        for (int i = 0; i < pictures.count(); i++) {
            assertEquals(film.times().get(i), pictures.read(i).seconds(), told);
        }
    }
}
