package org.timeviper.indexer.media.decoder;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** The outermost boxes of an MP4 file, of which FFmpeg tells little when it cannot open it. */
final class Mp4Boxes {

    private static final Set<String> OUTERMOST = Set.of("ftyp", "moov", "mdat", "free", "wide", "skip", "pnot", "styp");
    private static final int HEAD = 8;

    private Mp4Boxes() {}

    /** FFmpeg believes the name of a file; its first box tells the truth. */
    static boolean startLike(Path film) {
        try (RandomAccessFile file = new RandomAccessFile(film.toFile(), "r")) {
            return file.length() >= HEAD && OUTERMOST.contains(head(file, 0).name());
        } catch (IOException e) {
            return false;
        }
    }

    /** @return whether the file ends before its table of contents does */
    static boolean cutOff(Path film) {
        try (RandomAccessFile file = new RandomAccessFile(film.toFile(), "r")) {
            long at = 0;
            while (at + HEAD <= file.length()) {
                Box box = head(file, at);
                long end = box.size() == 0 ? file.length() : at + box.size();
                if (end > file.length() || end < at + HEAD) {
                    return true;
                }
                if (box.name().equals("moov")) {
                    return false;
                }
                at = end;
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private record Box(String name, long size) {}

    private static Box head(RandomAccessFile file, long at) throws IOException {
        file.seek(at);
        long size = Integer.toUnsignedLong(file.readInt());
        byte[] name = new byte[4];
        file.readFully(name);
        return new Box(new String(name, StandardCharsets.ISO_8859_1), size == 1 ? file.readLong() : size);
    }
}
