package org.timeviper.model.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.TensorLayout;

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
public sealed interface Checkpoint extends AutoCloseable permits SafetensorsFile, ShardedCheckpoint, TorchZipFile {

    /** Single-file and index names that a model directory may hold, in the order in which they are looked for. */
    List<String> FILE_NAMES = List.of(
            "model.safetensors",
            "model.safetensors.index.json",
            "pytorch_model.bin",
            "pytorch_model.bin.index.json",
            "model.pt",
            "checkpoint.pt",
            "open_clip_model.safetensors",
            "open_clip_pytorch_model.bin");

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
            return ShardedCheckpoint.open(path);
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

    /** @return the file that was opened: of several, their index */
    Path path();

    /** @return the names of all tensors */
    Set<String> names();

    /**
     * @return the file that holds the tensor
     * @throws CheckpointException when there is none of this name
     */
    Path home(String name);

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
    default ByteBuffer read(String name) {
        return readRows(name, 0, info(name).rows());
    }

    /**
     * Reads some of a tensor's rows, as {@link #read} does: so one that is larger than a buffer comes in piece by piece.
     *
     * @param start the first row
     * @param count how many, at most to the last
     * @throws CheckpointException when there is none of this name or the rows are larger than 2 GiB
     */
    ByteBuffer readRows(String name, long start, long count);

    /**
     * Copies a tensor's values, as {@link #read} gives them, to where a file stands; of any size, in pieces, and past the heap where
     * the layout allows it.
     *
     * @param progress hears of every piece how many bytes it had
     * @throws CheckpointException when there is none of this name, or the file has become shorter since it was opened
     * @throws IOException when it cannot be read or written
     */
    void copy(String name, FileChannel to, LongConsumer progress) throws IOException;

    @Override
    void close();

    /**
     * Compares what is there with what a model needs; says nothing when both agree.
     *
     * @param config of the model; what it has no use for and published checkpoints hold all the same may be there
     * @param source what to call this checkpoint in the error
     * @throws CheckpointException that names every missing, surplus, misshapen and mistyped tensor with what was expected
     */
    default void require(ModelConfig config, String source) {
        require(misfits(config), source);
    }

    /**
     * Compares what is there with what is needed.
     *
     * @param expected shape by name
     * @param source what to call this checkpoint in the error
     * @throws CheckpointException that names every missing, surplus, misshapen and mistyped tensor with what was expected
     */
    default void require(Map<String, List<Long>> expected, String source) {
        require(misfits(expected, name -> false), source);
    }

    private static void require(List<String> faults, String source) {
        if (!faults.isEmpty()) {
            throw new CheckpointException(source + " does not fit its config.json (" + faults.size() + " tensors):\n  "
                    + String.join("\n  ", faults));
        }
    }

    /** Every missing, surplus, misshapen and mistyped tensor, with what a model of this config needs; none when it fits. What may be ignored may be of any shape and type. */
    default List<String> misfits(ModelConfig config) {
        return misfits(TensorLayout.of(config), name -> TensorLayout.mayBeIgnored(name, config));
    }

    /** @param ignored what may be there all the same */
    private List<String> misfits(Map<String, List<Long>> expected, Predicate<String> ignored) {
        List<String> faults = new ArrayList<>();
        for (String name : new TreeSet<>(expected.keySet())) {
            if (names().contains(name)) {
                info(name).misfit(expected.get(name)).ifPresent(faults::add);
            } else {
                faults.add("missing " + name + ", expected with shape " + expected.get(name));
            }
        }
        for (String name : new TreeSet<>(names())) {
            if (!expected.containsKey(name) && !ignored.test(name)) {
                faults.add("surplus " + name + " with shape " + info(name).shape() + ", not expected by the config");
            }
        }
        return faults;
    }
}
