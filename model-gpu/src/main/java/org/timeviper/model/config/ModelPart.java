package org.timeviper.model.config;

import java.util.Arrays;
import java.util.OptionalInt;

/** What a tensor is a part of, in the order of the model. */
public enum ModelPart {
    /** The vision transformer. */
    VISION("vision transformer"),
    /** Frames' features to visual tokens. */
    PROJECTOR("projector"),
    /** Token embeddings. */
    EMBEDDINGS("embeddings"),
    /** Mamba-2 layers. */
    MAMBA("Mamba-2 layers"),
    /** Attention layers. */
    ATTENTION("attention layers"),
    /** Feed-forward layers. */
    MLP("feed-forward layers"),
    /** Cross-attention that takes in dropped tokens. */
    TRANSV("TransV"),
    /** The norm behind the last layer, and the output head. */
    HEAD("final norm and head");

    private final String title;

    ModelPart(String title) {
        this.title = title;
    }

    /** What to call it before people. */
    public String title() {
        return title;
    }

    /** Whether a tensor belongs to {@link #TRANSV}, whatever the model. */
    public static boolean isTransV(String name) {
        return Arrays.stream(DecoderFamily.values()).anyMatch(family -> family.isTransV(name));
    }

    /** @param name of a tensor that {@link TensorLayout#of} names; a layer's norm belongs to its layer */
    public static ModelPart of(String name, DecoderConfig decoder) {
        if (name.startsWith(TensorLayout.VISION)) {
            return VISION;
        }
        if (name.startsWith(TensorLayout.PROJECTOR)) {
            return PROJECTOR;
        }
        if (name.equals(decoder.family().embeddings())) {
            return EMBEDDINGS;
        }
        if (isTransV(name)) {
            return TRANSV;
        }
        OptionalInt layer = decoder.family().layer(name);
        if (layer.isEmpty()) {
            return HEAD;
        }
        return switch (decoder.layers().get(layer.getAsInt())) {
            case MAMBA -> MAMBA;
            case ATTENTION -> ATTENTION;
            case MLP -> MLP;
        };
    }
}
