package org.timeviper.model.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final Pattern LAYER = Pattern.compile(Pattern.quote(TensorLayout.BACKBONE) + "layers\\.(\\d+)\\..*");

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
        return name.startsWith(TensorLayout.BACKBONE + "merge_modules.")
                || name.equals(TensorLayout.BACKBONE + "alpha");
    }

    /** @param name of a tensor that {@link TensorLayout#of} names; a layer's norm belongs to its layer */
    public static ModelPart of(String name, DecoderConfig decoder) {
        if (name.startsWith(TensorLayout.VISION)) {
            return VISION;
        }
        if (name.startsWith(TensorLayout.PROJECTOR)) {
            return PROJECTOR;
        }
        if (name.startsWith(TensorLayout.BACKBONE + "embeddings.")) {
            return EMBEDDINGS;
        }
        if (isTransV(name)) {
            return TRANSV;
        }
        Matcher layer = LAYER.matcher(name);
        if (!layer.matches()) {
            return HEAD;
        }
        return switch (decoder.layers().get(Integer.parseInt(layer.group(1)))) {
            case MAMBA -> MAMBA;
            case ATTENTION -> ATTENTION;
            case MLP -> MLP;
        };
    }
}
