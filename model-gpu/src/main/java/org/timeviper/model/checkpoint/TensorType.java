package org.timeviper.model.checkpoint;

import java.util.Arrays;
import java.util.Optional;

/** The element types that checkpoints hold. */
public enum TensorType {
    F64(8, "DoubleStorage"),
    F32(4, "FloatStorage"),
    F16(2, "HalfStorage"),
    BF16(2, "BFloat16Storage"),
    I64(8, "LongStorage"),
    I32(4, "IntStorage"),
    I16(2, "ShortStorage"),
    I8(1, "CharStorage"),
    U8(1, "ByteStorage"),
    BOOL(1, "BoolStorage");

    private final int bytes;
    private final String storage;

    TensorType(int bytes, String storage) {
        this.bytes = bytes;
        this.storage = storage;
    }

    /** @return size of one element in bytes */
    public int bytes() {
        return bytes;
    }

    /** @return whether its elements are floating-point numbers, as weights are */
    public boolean floating() {
        return switch (this) {
            case F64, F32, F16, BF16 -> true;
            case I64, I32, I16, I8, U8, BOOL -> false;
        };
    }

    /** @return the type with this name in a safetensors header, empty when there is none */
    static Optional<TensorType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** @return the type of a PyTorch storage class ({@code torch.<name>}), empty when there is none */
    static Optional<TensorType> ofStorage(String storage) {
        return Arrays.stream(values())
                .filter(type -> type.storage.equals(storage))
                .findFirst();
    }
}
