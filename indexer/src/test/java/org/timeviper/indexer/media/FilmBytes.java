package org.timeviper.indexer.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** The bytes of a film, in MP4 where nothing else is said, to be made wrong one claim at a time. Every change is to a copy. */
public final class FilmBytes {

    private final ByteBuffer bytes;

    private FilmBytes(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes.clone());
    }

    public static FilmBytes of(byte[] bytes) {
        return new FilmBytes(bytes);
    }

    public static FilmBytes of(Path file) {
        try {
            return new FilmBytes(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets every header claim this length; the pictures stay what they are. */
    public FilmBytes claiming(int seconds) {
        FilmBytes changed = new FilmBytes(bytes.array());
        int film = changed.box("mvhd");
        int scale = changed.bytes.getInt(film + 12);
        changed.bytes.putInt(film + 16, seconds * scale);
        changed.bytes.putInt(changed.box("tkhd") + 20, seconds * scale);
        changed.bytes.putInt(changed.box("elst") + 8, seconds * scale);
        int track = changed.box("mdhd");
        changed.bytes.putInt(track + 16, seconds * changed.bytes.getInt(track + 12));
        return changed;
    }

    /** Lets the header of a Matroska film, which nothing else in it speaks against, claim this length. */
    public FilmBytes matroskaClaiming(double seconds) {
        FilmBytes changed = new FilmBytes(bytes.array());
        for (int i = 0; i + 11 < bytes.capacity(); i++) {
            if (bytes.getInt(i) >>> 8 == 0x448988) {
                changed.bytes.putDouble(i + 3, 1000 * seconds);
                return changed;
            }
        }
        throw new AssertionError("The film tells no length");
    }

    /** Takes every picture out of the tables of contents. */
    public FilmBytes withoutPictures() {
        FilmBytes changed = new FilmBytes(bytes.array());
        for (String table : List.of("stts", "stsc", "stco")) {
            changed.bytes.putInt(changed.box(table) + 4, 0);
        }
        changed.bytes.putInt(changed.box("stsz") + 8, 0);
        return changed;
    }

    /** Asks the player to turn the picture by a quarter, clockwise. */
    public FilmBytes turned() {
        FilmBytes changed = new FilmBytes(bytes.array());
        int matrix = changed.box("tkhd") + 40;
        int one = 1 << 16;
        int[] quarter = {0, one, 0, -one, 0, 0};
        for (int i = 0; i < quarter.length; i++) {
            changed.bytes.putInt(matrix + 4 * i, quarter[i]);
        }
        return changed;
    }

    /** Names another codec than the one it is in. */
    public FilmBytes codec(String from, String to) {
        FilmBytes changed = new FilmBytes(bytes.array());
        changed.bytes.put(changed.box(from) - 4, to.getBytes(StandardCharsets.US_ASCII));
        return changed;
    }

    /** Lets every JPEG picture, and the table of contents, claim this size. */
    public FilmBytes jpegSize(int width, int height) {
        FilmBytes changed = new FilmBytes(bytes.array());
        changed.bytes.putShort(changed.box("stsd") + 40, (short) width);
        changed.bytes.putShort(changed.box("stsd") + 42, (short) height);
        for (int i = 0; i + 9 < changed.bytes.capacity(); i++) {
            if (changed.bytes.getInt(i) == 0xFFC00011) {
                changed.bytes.putShort(i + 5, (short) height);
                changed.bytes.putShort(i + 7, (short) width);
            }
        }
        return changed;
    }

    /** Writes noise over a stretch of it. */
    public FilmBytes noise(int from, int length, Random random) {
        FilmBytes changed = new FilmBytes(bytes.array());
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        changed.bytes.put(from, noise);
        return changed;
    }

    /** @return where the contents of the last box of this name begin */
    private int box(String name) {
        int wanted = ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)).getInt();
        for (int i = bytes.capacity() - 4; i >= 4; i--) {
            if (bytes.getInt(i) == wanted) {
                return i + 4;
            }
        }
        throw new AssertionError("The film has no box '" + name + "'");
    }

    public byte[] bytes() {
        return bytes.array().clone();
    }

    public Path write(Path file) {
        try {
            return Files.write(file, bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
