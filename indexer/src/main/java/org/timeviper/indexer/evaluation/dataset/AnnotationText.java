package org.timeviper.indexer.evaluation.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of annotations as it lies on the disk. */
final class AnnotationText {

    /** Published ones take some 30 MB at most. A file far beyond is a mistake, a film perhaps, and no reason to run out of memory. */
    private static final long MOST_BYTES = 512L << 20;

    private static final byte[] LFS_POINTER = "version https://git-lfs".getBytes(StandardCharsets.US_ASCII);
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private AnnotationText() {}

    /**
     * @return its text, which is not blank
     * @throws UnreadableDataset if it is missing, empty, too large or not UTF-8
     */
    static String of(Path file) {
        byte[] bytes = bytes(file);
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new UnreadableDataset("%s, line %d, is not UTF-8 text. Fetch the file again, or save it as UTF-8."
                    .formatted(file, lineOf(bytes, in.position())));
        }
        String text = out.flip().toString();
        if (text.indexOf(BYTE_ORDER_MARK) == 0) {
            text = text.substring(1);
        }
        if (text.isBlank()) {
            throw empty(file);
        }
        return text;
    }

    /**
     * @return its bytes, at least one
     * @throws UnreadableDataset if it is missing, empty or too large
     */
    static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new UnreadableDataset("%s has more than %d MB, which no file of annotations has. Fetch it again."
                        .formatted(file, MOST_BYTES >> 20));
            }
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length == 0) {
                throw empty(file);
            }
            if (startsWith(bytes, LFS_POINTER)) {
                throw new UnreadableDataset(
                        "%s is a Git LFS pointer, not the file that it stands for. Fetch that with 'git lfs pull'."
                                .formatted(file));
            }
            return bytes;
        } catch (IOException e) {
            throw new UnreadableDataset(
                    "%s cannot be read (%s). See that it is there and may be read.".formatted(file, e), e);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length
                && ByteBuffer.wrap(bytes, 0, start.length).equals(ByteBuffer.wrap(start));
    }

    private static int lineOf(byte[] bytes, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    private static UnreadableDataset empty(Path file) {
        return new UnreadableDataset("%s is empty. Fetch it again.".formatted(file));
    }
}
