package org.timeviper.indexer.evaluation.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Tells the weights of a model's folder from others without reading all of them. */
public final class Weights {

    private static final int READ = 1 << 20;
    private static final int DIGITS = 12;

    private Weights() {}

    /**
     * @param folder a model's
     * @return hexadecimal digits, of the names and sizes of its files and the first MiB of each
     * @throws UnusableResults if they cannot be read
     */
    public static String fingerprint(Path folder) {
        try (Stream<Path> found = Files.list(folder)) {
            List<Path> files = found.filter(Files::isRegularFile).sorted().toList();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, Files.size(file)));
                try (InputStream in = Files.newInputStream(file)) {
                    digest.update(in.readNBytes(READ));
                }
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (IOException e) {
            throw new UnusableResults("the model's folder " + folder + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
