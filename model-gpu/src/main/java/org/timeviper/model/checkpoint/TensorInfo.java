package org.timeviper.model.checkpoint;

import java.util.List;
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

    /** Whether one buffer holds it, which a tensor must that is to be loaded (2 GiB). */
    public boolean loadable() {
        return bytes() <= Integer.MAX_VALUE;
    }

    /** What keeps it from being a weight of this shape; empty when nothing does. */
    public Optional<String> misfit(List<Long> expected) {
        if (!shape.equals(expected)) {
            return Optional.of("misshapen " + name + ": has shape " + shape + ", expected " + expected);
        }
        if (!type.floating()) {
            return Optional.of("mistyped " + name + ": holds " + type + ", expected floating-point numbers");
        }
        if (!loadable()) {
            return Optional.of("too large " + name + ": " + bytes() + " bytes of " + type
                    + ", but a tensor of more than 2 GiB cannot be loaded: save it as bfloat16");
        }
        return Optional.empty();
    }
}
