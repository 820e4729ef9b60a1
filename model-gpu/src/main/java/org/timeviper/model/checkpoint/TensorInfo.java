package org.timeviper.model.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a tensor is, without its values.
 *
 * @param name its name in the checkpoint
 * @param type its element type
 * @param shape its extents, empty for a scalar
 */
public record TensorInfo(String name, TensorType type, List<Long> shape) {
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** @return how many elements it has; {@link ArithmeticException} when that overflows */
    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** @return its size in bytes */
    public long bytes() {
        return Math.multiplyExact(elements(), type.bytes());
    }

    /** @return its first extent; a scalar is one row */
    public long rows() {
        return shape.isEmpty() ? 1 : shape.getFirst();
    }

    /** @return bytes of a row */
    public long rowBytes() {
        return rows() == 0 ? 0 : bytes() / rows();
    }

    /**
     * @return bytes of some rows
     * @throws CheckpointException when one buffer does not hold them
     */
    int bytesOfRows(Path file, long start, long count) {
        Objects.checkFromIndexSize(start, count, rows());
        long bytes = count * rowBytes();
        if (bytes > Integer.MAX_VALUE) {
            throw new CheckpointException(file + ": " + count + " rows of the tensor " + name + " are " + bytes
                    + " bytes long, more than one buffer holds (2 GiB)");
        }
        return (int) bytes;
    }

    /** What keeps it from being a weight of this shape; empty when nothing does. */
    public Optional<String> misfit(List<Long> expected) {
        if (!shape.equals(expected)) {
            return Optional.of("misshapen " + name + ": has shape " + shape + ", expected " + expected);
        }
        if (!type.floating()) {
            return Optional.of("mistyped " + name + ": holds " + type + ", expected floating-point numbers");
        }
        return Optional.empty();
    }
}
