package org.timeviper.model.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tensors of a checkpoint by name. The file stays memory-mapped until {@link #close()}; buffers that were read from it must
 * not be used after that.
 *
 * <pre>{@code
 * try (Checkpoint checkpoint = Checkpoint.open(directory)) {
 *     ByteBuffer values = checkpoint.read("llm_backbone.llm.lm_head.weight");
 * }
 * }</pre>
 */
public sealed interface Checkpoint extends AutoCloseable permits SafetensorsFile, ShardedSafetensors, TorchZipFile {

    /** Single-file and index names that a model directory may hold, in the order in which they are looked for. */
    List<String> FILE_NAMES = List.of(
            "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "model.pt", "checkpoint.pt");

    /**
     * Opens a checkpoint.
     *
     * @param path a file, or a directory that holds one of {@link #FILE_NAMES}
     * @throws CheckpointException when there is none or it is damaged; names the file
     */
    static Checkpoint open(Path path) {
        if (Files.isDirectory(path)) {
            for (String name : FILE_NAMES) {
                if (Files.isRegularFile(path.resolve(name))) {
                    return open(path.resolve(name));
                }
            }
            throw new CheckpointException(
                    path + " holds no checkpoint: put one of " + String.join(", ", FILE_NAMES) + " into it");
        }
        if (!Files.isRegularFile(path)) {
            throw new CheckpointException(
                    path + " does not exist or is not a file: name a checkpoint or its directory");
        }
        if (path.getFileName().toString().endsWith(".index.json")) {
            return ShardedSafetensors.open(path);
        }
        return startsLikeZip(path) ? TorchZipFile.open(path) : SafetensorsFile.open(path);
    }

    private static boolean startsLikeZip(Path path) {
        try (var in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(4);
            return start.length == 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4;
        } catch (IOException e) {
            throw new CheckpointException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @return the names of all tensors */
    Set<String> names();

    /**
     * @return what the tensor is
     * @throws CheckpointException when there is none of this name
     */
    TensorInfo info(String name);

    /**
     * Reads a tensor's values: little-endian, contiguous, row by row.
     *
     * @return a read-only view of the mapped file where the layout allows it, valid until {@link #close()}
     * @throws CheckpointException when there is none of this name or it is larger than 2 GiB
     */
    ByteBuffer read(String name);

    @Override
    void close();

    /**
     * Compares what is there with what a model needs; says nothing when both agree.
     *
     * @param expected shape by name
     * @param source what to call this checkpoint in the error
     * @throws CheckpointException that names every missing, surplus, misshapen and mistyped tensor with what was expected
     */
    default void require(Map<String, List<Long>> expected, String source) {
        List<String> faults = new ArrayList<>();
        for (String name : new TreeSet<>(expected.keySet())) {
            if (!names().contains(name)) {
                faults.add("missing " + name + ", expected with shape " + expected.get(name));
            } else if (!info(name).shape().equals(expected.get(name))) {
                faults.add(
                        "misshapen " + name + ": has shape " + info(name).shape() + ", expected " + expected.get(name));
            } else if (!info(name).type().floating()) {
                faults.add("mistyped " + name + ": holds " + info(name).type() + ", expected floating-point numbers");
            }
        }
        for (String name : new TreeSet<>(names())) {
            if (!expected.containsKey(name)) {
                faults.add("surplus " + name + " with shape " + info(name).shape() + ", not expected by the config");
            }
        }
        if (!faults.isEmpty()) {
            throw new CheckpointException(source + " does not fit its config.json (" + faults.size() + " tensors):\n  "
                    + String.join("\n  ", faults));
        }
    }
}
