package org.timeviper.model.config;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A vision backbone of the registry: its layout, and the sizes that a config need not repeat.
 *
 * @param layout of the checkpoint
 * @param sizes of the published model; empty for a name that stands for a layout only
 */
record VisionPreset(VisionConfig.Layout layout, Optional<Sizes> sizes) {
    private static final Map<String, VisionPreset> REGISTRY = Map.of(
            "siglip", new VisionPreset(VisionConfig.Layout.SIGLIP, Optional.empty()),
            "dinov2", new VisionPreset(VisionConfig.Layout.DINOV2, Optional.empty()),
            "siglip-vit-b16-224px", siglip(new Sizes(224, 16, 768, 12, 12, 3072)),
            "siglip-vit-b16-256px", siglip(new Sizes(256, 16, 768, 12, 12, 3072)),
            "siglip-vit-b16-384px", siglip(new Sizes(384, 16, 768, 12, 12, 3072)),
            "siglip-vit-so400m", siglip(new Sizes(224, 14, 1152, 27, 16, 4304)),
            "siglip-vit-so400m-384px", siglip(new Sizes(384, 14, 1152, 27, 16, 4304)),
            "dinov2-vit-l",
                    new VisionPreset(VisionConfig.Layout.DINOV2, Optional.of(new Sizes(224, 14, 1024, 24, 16, 4096))));

    /** Sizes of a vision transformer, as in {@link VisionConfig}. */
    record Sizes(int imageSize, int patchSize, int embedDim, int depth, int numHeads, int mlpHidden) {}

    static Optional<VisionPreset> of(String backbone) {
        return Optional.ofNullable(REGISTRY.get(backbone));
    }

    static String names() {
        return String.join(", ", new TreeSet<>(REGISTRY.keySet()));
    }

    private static VisionPreset siglip(Sizes sizes) {
        return new VisionPreset(VisionConfig.Layout.SIGLIP, Optional.of(sizes));
    }
}
