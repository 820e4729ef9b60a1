package org.timeviper.model.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Tensors that this program keeps for itself and reads back in another process, perhaps of another release: a safetensors file that says what it holds and of what, and
 * ends with a checksum of all that stands before it.
 *
 * <p>A file appears whole or not at all. After a loss of power it may be torn all the same, and then its checksum tells.
 */
public final class SealedTensors {
    /** What the name of a file ends with that is still being written. */
    public static final String UNFINISHED = ".part";

    private static final String CHECKSUM = "checksum";

    /** What is read at a time to compute a checksum. */
    private static final long PIECE = 64L << 20;

    private SealedTensors() {}

    /** Gives the values of a tensor. */
    @FunctionalInterface
    public interface Values {
        /** @return as many bytes as it has, little-endian, row by row */
        ByteBuffer of(TensorInfo tensor);
    }

    /**
     * Writes a file in the place of what is there.
     *
     * @param about what the file is and of what, by name: {@link #open} wants the same
     * @param tensors each of at most 2 GiB
     * @param values asked once for each tensor, in order
     * @throws IOException if it cannot be written; then nothing is left of it
     */
    public static void write(Path file, Map<String, String> about, List<TensorInfo> tensors, Values values)
            throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
        try {
            try (FileChannel out = FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                CRC32C checksum = new CRC32C();
                List<TensorInfo> all = new ArrayList<>(tensors);
                all.add(new TensorInfo(CHECKSUM, TensorType.I64, List.of(1L)));
                write(SafetensorsHeader.of(about, all), out, checksum);
                for (TensorInfo tensor : tensors) {
                    write(values.of(tensor), out, checksum);
                }
                ByteBuffer seal = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                write(seal.putLong(0, checksum.getValue()), out, checksum);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static void write(ByteBuffer bytes, FileChannel out, CRC32C checksum) throws IOException {
        checksum.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /**
     * Opens a file and reads it once to see that nothing in it has changed.
     *
     * @param about what it must say of itself
     * @return the caller closes it
     * @throws CheckpointException when it is not there, damaged, or something else
     */
    public static Checkpoint open(Path file, Map<String, String> about) {
        SafetensorsFile tensors = SafetensorsFile.open(file);
        try {
            requireIs(tensors, about);
            requireIntact(tensors);
            return tensors;
        } catch (RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    private static void requireIs(SafetensorsFile tensors, Map<String, String> about) {
        about.forEach((name, expected) -> {
            String found = tensors.metadata().get(name);
            if (!expected.equals(found)) {
                throw new CheckpointException(
                        tensors.path() + " is of another " + name + ": " + found + ", not " + expected);
            }
        });
    }

    private static void requireIntact(SafetensorsFile tensors) {
        MappedFile file = tensors.file();
        CRC32C checksum = new CRC32C();
        long sealed = file.size() - Long.BYTES;
        for (long start = 0; start < sealed; start += PIECE) {
            checksum.update(file.slice(start, Math.min(PIECE, sealed - start)));
        }
        if (!tensors.names().contains(CHECKSUM) || tensors.read(CHECKSUM).getLong() != checksum.getValue()) {
            throw new CheckpointException(tensors.path() + " is damaged: its checksum is another one");
        }
    }
}
