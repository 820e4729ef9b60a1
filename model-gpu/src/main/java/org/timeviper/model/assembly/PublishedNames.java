package org.timeviper.model.assembly;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timeviper.model.config.DecoderFamily;
import org.timeviper.model.config.TensorLayout;

/**
 * What a tensor of a published file is called in a whole TimeViper (MODEL section 6): the parts of one begin where their own model
 * begins, and training adds names of its own on the way.
 */
final class PublishedNames {
    private static final String LLM = "llm_backbone.llm.";

    /** A transformer's names begin as training's own do, and its final norm is called as a vision transformer's. */
    private static final Pattern QWEN2 = Pattern.compile(
            "^(?:(?:module|model|_forward_module)\\.)*(model\\.(?:embed_tokens\\.|layers\\.\\d+\\.|norm\\.weight$).*)");

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

    /** What open_clip puts before the names of a vision transformer of timm, and of a head behind it. */
    private static final String TRUNK = "visual.trunk.";

    private static final String TRUNK_HEAD = "visual.head.";

    /** What open_clip keeps beside it: the tower that reads captions, and how both are compared. */
    private static final Pattern CAPTIONS = Pattern.compile("text\\..+|logit_scale|logit_bias");

    private static final Pattern PROJECTOR = Pattern.compile("projector\\.\\d+\\..+");

    private PublishedNames() {}

    /**
     * @param kind what the file is brought as
     * @return empty if the name belongs to no part of a TimeViper
     */
    static Optional<String> canonical(String published, Part.Kind kind) {
        String name = unwrapped(published);
        Matcher transformer = QWEN2.matcher(name);
        if (kind != Part.Kind.VISION && transformer.matches()) {
            return Optional.of(LLM + transformer.group(1));
        }
        return canonical(OUTER.matcher(name).replaceFirst(""));
    }

    /**
     * Whether a tensor that belongs to no part of a TimeViper is known not to be needed.
     *
     * @param kind what the file is brought as
     */
    static boolean needless(String published, Part.Kind kind) {
        String name = OUTER.matcher(unwrapped(published)).replaceFirst("");
        return TensorLayout.isTrainingState(name)
                || kind == Part.Kind.VISION && CAPTIONS.matcher(name).matches();
    }

    private static Optional<String> canonical(String name) {
        if (name.startsWith(TensorLayout.VISION)
                || name.startsWith(TensorLayout.PROJECTOR)
                || name.startsWith(DecoderFamily.NEMOTRON_H.backbone())
                || name.startsWith(DecoderFamily.QWEN2.backbone())
                || name.startsWith(DecoderFamily.HEAD + ".")) {
            return Optional.of(name);
        }
        if (name.startsWith("llm.")) {
            return canonical("llm_backbone." + name);
        }
        if (name.startsWith("backbone.") || name.startsWith("lm_head.")) {
            return Optional.of(LLM + name);
        }
        if (name.startsWith("merge_modules.") || name.equals("alpha")) {
            return Optional.of(DecoderFamily.NEMOTRON_H.backbone() + name);
        }
        if (PROJECTOR.matcher(name).matches()) {
            return Optional.of("projector." + name);
        }
        if (name.startsWith("featurizer.")) {
            return Optional.of("vision_backbone." + name);
        }
        if (name.startsWith(TRUNK)) {
            return Optional.of(TensorLayout.VISION + name.substring(TRUNK.length()));
        }
        if (name.startsWith(TRUNK_HEAD)) {
            return Optional.of(TensorLayout.VISION + "head." + name.substring(TRUNK_HEAD.length()));
        }
        return VISION.stream().anyMatch(name::startsWith) ? Optional.of(TensorLayout.VISION + name) : Optional.empty();
    }

    private static String unwrapped(String published) {
        return String.join(
                ".",
                List.of(published.split("\\.", -1)).stream()
                        .filter(step -> !WRAPPERS.contains(step))
                        .toList());
    }
}
