package org.timeviper.indexer.model;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.timeviper.model.config.ModelException;

/** Tells the weights of a model's folder from others without reading all of them. */
public final class Weights {

    /** How many places of a file are read, evenly from its beginning to its end: training changes weights everywhere, or at least a whole layer's. */
    private static final int PLACES = 128;

    private static final int READ = 1 << 16;
    private static final int DIGITS = 12;

    private Weights() {}

    /**
     * @param folder a model's
     * @return hexadecimal digits, of the names and sizes of its files and of up to 8 MiB from all over each; files that are there to be read by people ({@code .md}) do not count
     * @throws ModelException if they cannot be read
     */
    public static String fingerprint(Path folder) {
        try (Stream<Path> found = Files.list(folder)) {
            List<Path> files = found.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                add(file, digest);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (IOException e) {
            throw new ModelException("the model's folder " + folder + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java lacks SHA-256", e);
        }
    }

    private static void add(Path file, MessageDigest digest) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            long size = bytes.length();
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, size));
            byte[] read = new byte[(int) Math.min(READ, size)];
            long last = size - read.length;
            long places = Math.min(PLACES, last / READ + 2);
            for (long place = 0; place < places; place++) {
                bytes.seek(last * place / (places - 1));
                bytes.readFully(read);
                digest.update(read);
            }
        }
    }
}
