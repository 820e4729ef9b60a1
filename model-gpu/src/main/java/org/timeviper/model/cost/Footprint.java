package org.timeviper.model.cost;

import java.util.List;
import java.util.Set;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ModelPart;
import org.timeviper.model.config.TensorLayout;
import org.timeviper.model.tensor.Precision;

/**
 * What a tensor takes once it is loaded. The vision transformer is reckoned as float32 in every precision, as it is on a processor (on a card it takes half of that in bfloat16), and its last block and final norm are
 * never loaded; of the decoder, matrices are in the compute precision, and vectors and the rows of time steps in float32.
 */
public final class Footprint {
    private static final long FLOAT32_BYTES = 4;

    /** Ends of the names of what is held in float32 in any precision. */
    private static final Set<String> EXACT = Set.of(
            "norm.weight",
            "norm_f.weight",
            "conv1d.weight",
            "conv1d.bias",
            "dt_bias",
            "A_log",
            ".D",
            "alpha",
            "alpha_ffn");

    private Footprint() {}

    /** Bytes of a number in the compute precision. */
    public static long width(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> FLOAT32_BYTES;
            case BFLOAT16 -> 2;
        };
    }

    /**
     * Bytes of a tensor.
     *
     * @param name one that {@link TensorLayout#of} gives
     * @param shape of it
     * @param config of the model that it belongs to
     * @param precision of the decoder
     */
    public static long loaded(String name, List<Long> shape, ModelConfig config, Precision precision) {
        long elements = shape.stream().reduce(1L, Math::multiplyExact);
        if (ModelPart.of(name, config.decoder()) == ModelPart.VISION) {
            return neverRun(name, config) ? 0 : FLOAT32_BYTES * elements;
        }
        if (EXACT.stream().anyMatch(name::endsWith)) {
            return FLOAT32_BYTES * elements;
        }
        long exact = config.decoder()
                .mamba()
                .map(mamba -> timeSteps(name, mamba.heads(), config.decoder().hidden()))
                .orElse(0L);
        return FLOAT32_BYTES * exact + width(precision) * (elements - exact);
    }

    /** Numbers of a tensor that belong to the rows of time steps. */
    private static long timeSteps(String name, long heads, int hidden) {
        return name.endsWith("in_proj.weight") ? heads * hidden : name.endsWith("in_proj.bias") ? heads : 0;
    }

    private static boolean neverRun(String name, ModelConfig config) {
        return name.startsWith(TensorLayout.VISION + "norm.")
                || name.startsWith(
                        TensorLayout.VISION + "blocks." + config.vision().blocksRun() + ".");
    }
}
