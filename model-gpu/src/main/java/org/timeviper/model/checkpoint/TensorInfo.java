package org.timeviper.model.checkpoint;

import java.util.List;

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
}
