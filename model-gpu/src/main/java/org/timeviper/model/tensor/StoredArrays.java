package org.timeviper.model.tensor;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.checkpoint.CheckpointException;
import org.timeviper.model.checkpoint.SealedTensors;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.checkpoint.TensorType;

/**
 * Arrays in a file, exact to the bit, for another process to go on from. Each is cut along its first dimension into parts, so that beside the arrays no more memory is
 * needed than a part, or one entry of that dimension, takes.
 */
public final class StoredArrays implements AutoCloseable {
    private static final long PART_BYTES = 32L << 20;

    private final Checkpoint file;

    private StoredArrays(Checkpoint file) {
        this.file = file;
    }

    private record Part(NDArray array, TensorInfo info, long start) {}

    /**
     * Writes arrays into a file, in the place of what is there.
     *
     * @param about what the file is and of what, by name: {@link #open} wants the same
     * @param arrays by name: float32 or compute precision, of two or more dimensions
     * @param kernels where they lie
     * @throws IOException if it cannot be written; then nothing is left of it
     */
    public static void write(Path file, Map<String, String> about, Map<String, NDArray> arrays, Kernels kernels)
            throws IOException {
        Map<String, Part> parts = new LinkedHashMap<>();
        arrays.entrySet().stream()
                .map(array -> parts(array.getKey(), array.getValue(), kernels))
                .flatMap(Collection::stream)
                .sorted(Comparator.comparingInt(part -> -part.info().type().bytes()))
                .forEach(part -> parts.put(part.info().name(), part));
        List<TensorInfo> infos = parts.values().stream().map(Part::info).toList();
        SealedTensors.write(file, about, infos, tensor -> bytes(parts.get(tensor.name()), kernels));
    }

    private static List<Part> parts(String name, NDArray array, Kernels kernels) {
        long[] shape = array.getShape().getShape();
        int width = width(array, kernels);
        long rows =
                Math.max(1, PART_BYTES / (width * LongStream.of(shape).skip(1).reduce(1, Math::multiplyExact)));
        List<Part> parts = new ArrayList<>();
        for (long start = 0; start < shape[0]; start += rows) {
            List<Long> extents = new ArrayList<>(LongStream.of(shape).boxed().toList());
            extents.set(0, Math.min(rows, shape[0] - start));
            TensorType type = width == TensorType.F32.bytes() ? TensorType.F32 : TensorType.BF16;
            parts.add(new Part(array, new TensorInfo(partName(name, parts.size()), type, extents), start));
        }
        return parts;
    }

    private static String partName(String name, int part) {
        return name + "/" + part;
    }

    private static int width(NDArray array, Kernels kernels) {
        try (Workspace scratch = kernels.workspace()) {
            return scratch.width(array);
        }
    }

    private static ByteBuffer bytes(Part part, Kernels kernels) {
        try (Workspace scratch = kernels.workspace()) {
            return scratch.bytes(
                    scratch.rows(part.array(), part.start(), part.info().shape().getFirst()));
        }
    }

    /**
     * @param about what the file must say of itself
     * @return the caller closes it
     * @throws CheckpointException when it is not there, damaged, or of something else
     */
    public static StoredArrays open(Path file, Map<String, String> about) {
        return new StoredArrays(SealedTensors.open(file, about));
    }

    /**
     * Reads an array.
     *
     * @param owner frees it
     * @param expected its shape; -1 where any size will do
     * @throws CheckpointException when there is none of this name and shape
     */
    public NDArray read(String name, Workspace owner, long... expected) {
        List<TensorInfo> parts = new ArrayList<>();
        do {
            parts.add(file.info(partName(name, parts.size())));
        } while (file.names().contains(partName(name, parts.size())));
        requireShape(name, parts, expected);
        if (parts.size() == 1) {
            return read(parts.getFirst(), owner);
        }
        NDArray whole = null;
        long start = 0;
        for (TensorInfo part : parts) {
            try (Workspace scratch = owner.sibling()) {
                NDArray some = read(part, scratch);
                whole = whole == null ? owner.zeros(some, shape(parts)) : whole;
                scratch.write(whole, 0, start, some);
                start += part.shape().getFirst();
            }
        }
        return whole;
    }

    private NDArray read(TensorInfo part, Workspace owner) {
        Precision precision = part.type() == TensorType.F32 ? Precision.FLOAT32 : Precision.BFLOAT16;
        return new Weights(file, owner, precision).passing(part.name());
    }

    private void requireShape(String name, List<TensorInfo> parts, long... expected) {
        long[] shape = shape(parts);
        boolean fits = shape.length == expected.length;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = expected[i] < 0 || expected[i] == shape[i];
        }
        if (!fits) {
            throw new CheckpointException(file.path() + ": " + name + " has shape " + Arrays.toString(shape)
                    + ", expected " + Arrays.toString(expected));
        }
    }

    private static long[] shape(List<TensorInfo> parts) {
        long[] shape =
                parts.getFirst().shape().stream().mapToLong(Long::longValue).toArray();
        shape[0] = parts.stream().mapToLong(part -> part.shape().getFirst()).sum();
        return shape;
    }

    @Override
    public void close() {
        file.close();
    }
}
