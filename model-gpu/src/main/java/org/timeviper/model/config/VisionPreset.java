package org.timeviper.model.config;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A vision backbone of the registry: its layout, and what a config need not repeat.
 *
 * @param layout of the checkpoint
 * @param published the published model; empty for a name that stands for a layout only
 */
public record VisionPreset(VisionConfig.Layout layout, Optional<Published> published) {
    private static final Map<String, VisionPreset> REGISTRY = Map.of(
            "siglip", new VisionPreset(VisionConfig.Layout.SIGLIP, Optional.empty()),
            "dinov2", new VisionPreset(VisionConfig.Layout.DINOV2, Optional.empty()),
            "siglip-vit-b16-224px", siglip("vit_base_patch16_siglip_224", new Sizes(224, 16, 768, 12, 12, 3072)),
            "siglip-vit-b16-256px", siglip("vit_base_patch16_siglip_256", new Sizes(256, 16, 768, 12, 12, 3072)),
            "siglip-vit-b16-384px", siglip("vit_base_patch16_siglip_384", new Sizes(384, 16, 768, 12, 12, 3072)),
            "siglip-vit-so400m", siglip("vit_so400m_patch14_siglip_224", new Sizes(224, 14, 1152, 27, 16, 4304)),
            "siglip-vit-so400m-384px", siglip("vit_so400m_patch14_siglip_384", new Sizes(384, 14, 1152, 27, 16, 4304)),
            "dinov2-vit-l",
                    published(
                            VisionConfig.Layout.DINOV2,
                            "vit_large_patch14_reg4_dinov2",
                            new Sizes(224, 14, 1024, 24, 16, 4096)));

    /**
     * A model that timm publishes.
     *
     * @param timm its architecture's name there
     * @param sizes of it
     */
    public record Published(String timm, Sizes sizes) {}

    /** Sizes of a vision transformer, as in {@link VisionConfig}. */
    public record Sizes(int imageSize, int patchSize, int embedDim, int depth, int numHeads, int mlpHidden) {}

    /** The backbone that a config names; empty if the registry has none of this name. */
    public static Optional<VisionPreset> of(String backbone) {
        return Optional.ofNullable(REGISTRY.get(backbone));
    }

    /**
     * The registry's name of a model that timm publishes.
     *
     * @param name its architecture, or a file's name that begins with it
     */
    public static Optional<String> named(String name) {
        return REGISTRY.entrySet().stream()
                .filter(entry -> entry.getValue().published().stream().anyMatch(model -> name.startsWith(model.timm())))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Every name of the registry, with commas. */
    public static String names() {
        return String.join(", ", new TreeSet<>(REGISTRY.keySet()));
    }

    private static VisionPreset siglip(String timm, Sizes sizes) {
        return published(VisionConfig.Layout.SIGLIP, timm, sizes);
    }

    private static VisionPreset published(VisionConfig.Layout layout, String timm, Sizes sizes) {
        return new VisionPreset(layout, Optional.of(new Published(timm, sizes)));
    }
}
