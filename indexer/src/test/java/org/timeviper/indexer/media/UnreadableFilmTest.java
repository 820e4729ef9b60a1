package org.timeviper.indexer.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.global.avcodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.indexer.media.UnreadableMedia.Kind;

/** What is no film that can be used is refused by its kind, in a sentence that names the file and says what to do. */
class UnreadableFilmTest {

    private static final FilmReader READER = new FilmReader(DecoderSettings.defaults());

    @TempDir
    Path folder;

    @Test
    void aMissingFile() {
        refused(Kind.MISSING, folder.resolve("gone.mp4"), "check the path");
    }

    @Test
    void aFolder() throws IOException {
        refused(Kind.MISSING, Files.createDirectory(folder.resolve("folder.mp4")), "check the path");
    }

    @Test
    void anEmptyFile() throws IOException {
        refused(Kind.EMPTY, Files.createFile(folder.resolve("empty.mp4")), "upload it again");
    }

    @ParameterizedTest
    @CsvSource({"notes.mp4", "notes.txt", "notes"})
    void textUnderAnyName(String name) throws IOException {
        refused(Kind.NOT_MEDIA, Files.writeString(folder.resolve(name), "These are notes.\n"), "upload a video file");
    }

    @Test
    void randomBytesAfterTheHeadOfAFilm() {
        byte[] head = Arrays.copyOf(TestFilm.shipped("boat.mp4"), 100_000);
        Path file =
                FilmBytes.of(head).noise(32, head.length - 32, new Random(1)).write(folder.resolve("noise.mp4"));
        UnreadableMedia refusal = assertThrows(UnreadableMedia.class, () -> READER.probe(file));
        assertTrue(refusal.getMessage().startsWith("noise.mp4 "), refusal::getMessage);
        assertTrue(refusal.getMessage().contains("pload"), refusal::getMessage);
    }

    @Test
    void aFilmWithoutItsTableOfContents() throws IOException {
        byte[] inFront = TestFilm.shipped("boat.mp4");
        byte[] behind = Files.readAllBytes(TestFilm.of(64, 48).write(folder.resolve("whole.mp4"), 9));
        for (byte[] cut : List.of(
                Arrays.copyOf(inFront, 4000),
                Arrays.copyOf(behind, 1000),
                Arrays.copyOf(behind, behind.length - 200))) {
            Path file = Files.write(folder.resolve("cut.mp4"), cut);
            refused(Kind.TRUNCATED, file, "Upload the whole file again");
            UnreadableMedia sampled = assertThrows(UnreadableMedia.class, () -> sample(file));
            assertEquals(Kind.TRUNCATED, sampled.kind(), sampled::getMessage);
        }
    }

    @ParameterizedTest
    @CsvSource({"sound.mp4", "sound.mp3", "sound.mkv", "sound.wav"})
    void sound(String name) {
        refused(Kind.NO_VIDEO, TestFilm.soundOnly(folder.resolve(name), 2), "upload a file with video");
    }

    @Test
    void aVideoStreamWithoutPictures() {
        Path film = TestFilm.of(64, 48).write(folder.resolve("film.mp4"), 2);
        Path file = FilmBytes.of(film).withoutPictures().write(folder.resolve("hollow.mp4"));
        UnreadableMedia refusal = assertThrows(UnreadableMedia.class, () -> sample(file));
        assertEquals(Kind.NO_PICTURES, refusal.kind(), refusal::getMessage);
        explained(refusal, file, "upload the whole film again");
    }

    @ParameterizedTest
    @CsvSource({"bare.mp4", "bare.avi", "bare.mkv", "bare.ts"})
    void aRecordingThatWasStoppedBeforeItsFirstPicture(String name) {
        Path file = TestFilm.of(64, 48).write(folder.resolve(name), new double[0]);
        UnreadableMedia refusal = assertThrows(UnreadableMedia.class, () -> sample(file));
        explained(refusal, file, "pload");
    }

    @ParameterizedTest
    @CsvSource({"frame.png, png", "frame.mp4, png", "frame.jpg, jpeg", "frame.mp4, jpeg", "frame.mp4, gif", "x.mp4, bmp"
    })
    void aStillPicture(String name, String format) throws IOException {
        Path file = folder.resolve(name);
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), format, file.toFile());
        UnreadableMedia refusal = assertThrows(UnreadableMedia.class, () -> READER.probe(file));
        assertTrue(refusal.kind() == Kind.NO_VIDEO || refusal.kind() == Kind.NOT_MEDIA, refusal::getMessage);
        explained(refusal, file, "upload a video file");
    }

    @Test
    void aCodecThatNobodyKnows() {
        Path film = TestFilm.of(64, 48).codec(avcodec.AV_CODEC_ID_H264).write(folder.resolve("film.mp4"), 2);
        refused(
                Kind.UNKNOWN_CODEC,
                FilmBytes.of(film).codec("avc1", "zzzz").write(folder.resolve("odd.mp4")),
                "re-encode it");
    }

    @Test
    void aCodecThatNobodyKnowsBesideSound() {
        Path film = TestFilm.of(64, 48).codec(avcodec.AV_CODEC_ID_H264).sound().write(folder.resolve("film.mp4"), 2);
        Path file = FilmBytes.of(film).codec("avc1", "zzzz").write(folder.resolve("odd.mp4"));
        refused(Kind.UNKNOWN_CODEC, file, "re-encode it");
    }

    @Test
    void aSongWithItsCover() throws IOException {
        ByteArrayOutputStream cover = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "jpeg", cover);
        byte[] kind = "\0image/jpeg\0\3\0".getBytes(StandardCharsets.ISO_8859_1);
        int size = kind.length + cover.size();
        ByteBuffer tag = ByteBuffer.allocate(20 + size)
                .put("ID3\3\0\0".getBytes(StandardCharsets.ISO_8859_1))
                .put((byte) 0)
                .put((byte) 0)
                .put((byte) ((10 + size) >> 7))
                .put((byte) ((10 + size) & 0x7f))
                .put("APIC".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(size)
                .putShort((short) 0)
                .put(kind)
                .put(cover.toByteArray());
        Path song = TestFilm.soundOnly(folder.resolve("plain.mp3"), 2);
        Path file = Files.write(folder.resolve("song.mp3"), tag.array());
        Files.write(file, Files.readAllBytes(song), StandardOpenOption.APPEND);
        refused(Kind.NO_VIDEO, file, "upload a file with video");
    }

    @Test
    void aPictureOverTheLimit() {
        DecoderSettings usual = DecoderSettings.defaults();
        FilmReader small = new FilmReader(
                new DecoderSettings(usual.java(), usual.classPath(), Duration.ofSeconds(60), 512, 64 * 48 - 1));
        Path file = TestFilm.of(64, 48).write(folder.resolve("wide.mp4"), 1);
        UnreadableMedia refusal = assertThrows(UnreadableMedia.class, () -> small.probe(file));
        assertEquals(Kind.TOO_LARGE_PICTURE, refusal.kind(), refusal::getMessage);
        explained(refusal, file, "scale it down");
        assertEquals(64, READER.probe(file).width());
    }

    @Test
    void anAbsurdPicture() {
        Path film = TestFilm.of(64, 48).codec(avcodec.AV_CODEC_ID_MJPEG).write(folder.resolve("film.mp4"), 1);
        for (int side : new int[] {60_000, 30_000, 9_000}) {
            Path file = FilmBytes.of(film).jpegSize(side, side).write(folder.resolve("huge" + side + ".mp4"));
            refused(Kind.TOO_LARGE_PICTURE, file, "scale it down");
        }
    }

    /** A list that names other files must not make the decoder open them. */
    @ParameterizedTest
    @CsvSource({"mp4", "m3u8", "bin"})
    void aPlaylistOfOtherFiles(String extension) throws IOException {
        Path film = TestFilm.of(64, 48).write(folder.resolve("secret.ts"), 1);
        String concat = "ffconcat version 1.0\nfile secret.ts\n";
        String hls = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1.0,\n"
                + film.toUri() + "\n#EXT-X-ENDLIST\n";
        String sdp = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"
                + "a=rtpmap:96 H264/90000\n";
        String dash =
                "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><Period><AdaptationSet>"
                        + "<Representation id=\"1\" mimeType=\"video/mp2t\"><BaseURL>" + film.toUri()
                        + "</BaseURL></Representation></AdaptationSet></Period></MPD>";
        for (String list : new String[] {concat, hls, sdp, dash}) {
            Path file = Files.write(folder.resolve("list." + extension), list.getBytes(StandardCharsets.US_ASCII));
            UnreadableMedia refusal = assertThrows(UnreadableMedia.class, () -> READER.probe(file));
            assertEquals(Kind.NOT_MEDIA, refusal.kind(), refusal::getMessage);
        }
    }

    private void refused(Kind kind, Path file, String advice) {
        UnreadableMedia probed = assertThrows(UnreadableMedia.class, () -> READER.probe(file));
        assertEquals(kind, probed.kind(), probed::getMessage);
        explained(probed, file, advice);
    }

    private static void explained(UnreadableMedia refusal, Path file, String advice) {
        assertTrue(refusal.getMessage().contains(file.getFileName() + " "), refusal::getMessage);
        assertTrue(refusal.getMessage().contains(advice), refusal::getMessage);
    }

    private SampledFilm sample(Path file) {
        return READER.sample(file, 1, folder.resolve("frames"), (seconds, of) -> {});
    }
}
