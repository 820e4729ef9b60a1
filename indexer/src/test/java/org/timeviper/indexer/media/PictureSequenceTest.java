package org.timeviper.indexer.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.timeviper.model.Frame;
import org.timeviper.model.FrameSource;

/** A folder of numbered pictures is read as the film that it was, or refused by its name. */
public class PictureSequenceTest {

    private static final FilmReader READER = new FilmReader(DecoderSettings.defaults());
    private static final int RATE = 3;
    private static final int NEAR = 8;

    @TempDir
    Path folder;

    /** Writes a film's pictures, three a second, each of the grey that tells its second. */
    public static Path write(Path pictures, String pattern, int first, int count) {
        for (int i = 0; i < count; i++) {
            writeOne(pictures.resolve(String.format(pattern, first + i)), TestFilm.grey(i / RATE));
        }
        return pictures;
    }

    private static void writeOne(Path file, Color colour) {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D screen = image.createGraphics();
        screen.setColor(colour);
        screen.fillRect(0, 0, image.getWidth(), image.getHeight());
        screen.dispose();
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "jpg", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SampledFilm sample(Path pictures, double fps) {
        return READER.sample(PictureSequence.of(pictures, RATE), fps, folder.resolve("sampled"), (seconds, of) -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"%05d.jpg", "%d.jpg", "%03d.jpeg"})
    void picturesAreSeenAtTheSecondsOfTheirRate(String pattern) throws IOException {
        Path pictures = write(folder.resolve("a clip, 50 %d of it"), pattern, 1, 4 * RATE);
        Files.writeString(pictures.resolve("about.txt"), "not a picture");
        SampledFilm film = sample(pictures, 1);
        assertEquals(4, film.info().durationSeconds(), 1e-3);
        assertEquals(4 * RATE, film.info().frameCount());
        assertEquals(RATE, film.info().frameRate(), 1e-6);
        assertEquals(List.of(0.0, 1.0, 2.0, 3.0), film.times());
        FrameSource frames = film.frames(0, 4, 4);
        for (int second = 0; second < 4; second++) {
            Frame frame = frames.read(second);
            assertEquals(TestFilm.grey(second).getRed(), frame.rgb()[0] & 0xff, NEAR, "at second " + second);
        }
    }

    @Test
    void aFilmMayBeginAtAnyNumber() {
        Path pictures = write(folder.resolve("clip"), "%05d.jpg", 98, RATE);
        assertEquals(new PictureSequence(pictures, RATE, "%05d.jpg", 98, RATE), PictureSequence.of(pictures, RATE));
        assertEquals(RATE, sample(pictures, RATE).times().size());
    }

    @Test
    void aFolderThatIsNotThereOrEmptyIsNamed() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Files.writeString(empty.resolve("frame.jpg"), "");
        assertRefused(UnreadableMedia.Kind.EMPTY, empty, "00001.jpg");
        assertRefused(UnreadableMedia.Kind.MISSING, folder.resolve("elsewhere"), "does not exist");
    }

    @Test
    void aPictureThatIsMissingIsNamed() throws IOException {
        Path pictures = write(folder.resolve("clip"), "%05d.jpg", 1, 5);
        Files.delete(pictures.resolve("00003.jpg"));
        assertRefused(UnreadableMedia.Kind.TRUNCATED, pictures, "lacks 00003.jpg");
    }

    @Test
    void picturesOfSeveralFilmsAreNotMixed() {
        Path pictures = write(folder.resolve("clip"), "%05d.jpg", 1, 2);
        write(pictures, "%03d.jpg", 3, 2);
        assertRefused(UnreadableMedia.Kind.NOT_MEDIA, pictures, "%05d.jpg");
    }

    @Test
    void picturesThatAreNoneAreRefused() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("clip"));
        Files.writeString(pictures.resolve("00001.jpg"), "not a picture");
        UnreadableMedia refused = assertThrows(UnreadableMedia.class, () -> sample(pictures, 1));
        assertEquals(UnreadableMedia.Kind.NO_PICTURES, refused.kind());
        assertTrue(refused.getMessage().contains(pictures.toString()), refused::getMessage);
    }

    @Test
    void aDamagedPictureDoesNotShiftTheOthers() throws IOException {
        Path pictures = write(folder.resolve("clip"), "%05d.jpg", 1, 4 * RATE);
        Files.writeString(pictures.resolve("00002.jpg"), "not a picture");
        SampledFilm film = sample(pictures, 1);
        assertEquals(4, film.info().durationSeconds(), 1e-3);
        assertEquals(
                TestFilm.grey(3).getRed(), film.frames(List.of(3.0)).read(0).rgb()[0] & 0xff, NEAR);
    }

    private static void assertRefused(UnreadableMedia.Kind kind, Path pictures, String told) {
        UnreadableMedia refused = assertThrows(UnreadableMedia.class, () -> PictureSequence.of(pictures, RATE));
        assertEquals(kind, refused.kind());
        assertTrue(refused.getMessage().contains(pictures.toString()), refused::getMessage);
        assertTrue(refused.getMessage().contains(told), refused::getMessage);
    }
}
