package org.timeviper.model.tensor;

import java.util.Locale;
import org.timeviper.model.config.ModelException;

/** In what the model computes. Recurrent states, norms and softmax are float32 in both. */
public enum Precision {
    /** 32-bit floating point. */
    FLOAT32,
    /** 16-bit floating point with float32's range: half the memory, and the faster matrix products. */
    BFLOAT16;

    /**
     * Reads a name as people write it.
     *
     * @param name {@code f32}, {@code float32}, {@code bf16} or {@code bfloat16}, in any case
     * @throws ModelException if it is something else
     */
    public static Precision parse(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "f32", "float32" -> FLOAT32;
            case "bf16", "bfloat16" -> BFLOAT16;
            default -> throw new ModelException("unknown precision '" + name + "': use f32 or bf16");
        };
    }
}
