package org.timeviper.model.assembly;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.timeviper.model.config.TensorLayout;

/**
 * What a tensor of a published file is called in a whole TimeViper (MODEL section 6): the parts of one begin where their own model
 * begins, and training adds names of its own on the way.
 */
final class PublishedNames {
    private static final String LLM = "llm_backbone.llm.";

    /** What data-parallel training, DeepSpeed and Lightning put before every name. */
    private static final Pattern OUTER = Pattern.compile("^(?:(?:module|model|_forward_module)\\.)+");

    /** What FSDP, activation checkpointing and compilation put between the parts of a name. */
    private static final Set<String> WRAPPERS =
            Set.of("_fsdp_wrapped_module", "_checkpoint_wrapped_module", "_orig_mod");

    /** Where the names of a vision transformer of timm begin. */
    private static final List<String> VISION = List.of(
            "patch_embed.",
            "pos_embed",
            "cls_token",
            "reg_token",
            "blocks.",
            "norm.",
            "attn_pool.",
            "fc_norm.",
            "head.");

    private static final Pattern PROJECTOR = Pattern.compile("projector\\.\\d+\\..+");

    private PublishedNames() {}

    /** @return empty if the name belongs to no part of a TimeViper */
    static Optional<String> canonical(String published) {
        String name = unwrapped(published);
        if (name.startsWith(TensorLayout.VISION)
                || name.startsWith(TensorLayout.PROJECTOR)
                || name.startsWith(TensorLayout.BACKBONE)
                || name.startsWith(TensorLayout.HEAD + ".")) {
            return Optional.of(name);
        }
        if (name.startsWith("llm.")) {
            return canonical("llm_backbone." + name);
        }
        if (name.startsWith("backbone.") || name.startsWith("lm_head.")) {
            return Optional.of(LLM + name);
        }
        if (name.startsWith("merge_modules.") || name.equals("alpha")) {
            return Optional.of(TensorLayout.BACKBONE + name);
        }
        if (PROJECTOR.matcher(name).matches()) {
            return Optional.of("projector." + name);
        }
        if (name.startsWith("featurizer.")) {
            return Optional.of("vision_backbone." + name);
        }
        return VISION.stream().anyMatch(name::startsWith) ? Optional.of(TensorLayout.VISION + name) : Optional.empty();
    }

    private static String unwrapped(String published) {
        String inner = String.join(
                ".",
                List.of(published.split("\\.", -1)).stream()
                        .filter(step -> !WRAPPERS.contains(step))
                        .toList());
        return OUTER.matcher(inner).replaceFirst("");
    }
}
