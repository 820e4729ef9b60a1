package org.timeviper.model.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads what {@code config.json} says of the language model, in the keys that its family is published with. */
final class DecoderReader {
    private static final String ROPE_SCALING = "rope_scaling";
    private static final String ROPE_PARAMETERS = "rope_parameters";

    private final JsonSection section;

    private DecoderReader(JsonSection section) {
        this.section = section;
    }

    static DecoderConfig read(JsonSection section) {
        DecoderReader reader = new DecoderReader(section);
        boolean transformer = section.text("model_type", "").equals(DecoderFamily.QWEN2.modelType());
        return transformer ? reader.qwen2() : reader.nemotronH();
    }

    private DecoderConfig nemotronH() {
        requireActivation("mlp_hidden_act", "relu2");
        requireActivation("mamba_hidden_act", "silu");
        List<LayerKind> layers = layers();
        double epsilon = section.positive(1e-5, "layer_norm_epsilon", "rms_norm_eps");
        boolean bias = section.flag(false, "attention_bias");
        return new DecoderConfig(
                DecoderFamily.NEMOTRON_H,
                section.count("vocab_size"),
                section.count("hidden_size"),
                layers,
                epsilon,
                section.flag(false, "tie_word_embeddings"),
                Optional.of(mamba()),
                attention(section.count("head_dim", "attention_head_dim"), bias, bias, OptionalDouble.empty()),
                new DecoderConfig.Mlp(section.count("intermediate_size"), false, section.flag(false, "mlp_bias")));
    }

    private List<LayerKind> layers() {
        String pattern = section.requiredText("hybrid_override_pattern");
        List<LayerKind> layers = new ArrayList<>();
        for (char kind : pattern.toCharArray()) {
            layers.add(
                    switch (kind) {
                        case 'M' -> LayerKind.MAMBA;
                        case '*' -> LayerKind.ATTENTION;
                        case '-' -> LayerKind.MLP;
                        default -> throw section.wrong("hybrid_override_pattern", pattern, "made of M, * and - only");
                    });
        }
        int counted = section.countOr(layers.size(), "num_hidden_layers");
        if (layers.isEmpty() || counted != layers.size()) {
            throw section.wrong(
                    "hybrid_override_pattern", pattern, "as long as num_hidden_layers, which is " + counted);
        }
        return layers;
    }

    private DecoderConfig.Mamba mamba() {
        List<Double> limit = section.numbers(2, List.of(0.0, Double.POSITIVE_INFINITY), "time_step_limit");
        DecoderConfig.Mamba mamba = new DecoderConfig.Mamba(
                section.count("mamba_num_heads"),
                section.count("mamba_head_dim"),
                section.count("n_groups", "mamba_n_groups"),
                section.count("ssm_state_size", "mamba_state_dim"),
                section.countOr(4, "conv_kernel", "mamba_d_conv"),
                section.countOr(256, "chunk_size", "mamba_chunk_size"),
                limit.get(0),
                limit.get(1),
                section.flag(false, "use_bias", "mamba_proj_bias"),
                section.flag(true, "use_conv_bias"));
        if (mamba.heads() % mamba.groups() != 0) {
            throw section.wrong("n_groups", mamba.groups(), "a divisor of mamba_num_heads, " + mamba.heads());
        }
        if (!(limit.get(0) >= 0 && limit.get(0) <= limit.get(1))) {
            throw section.wrong("time_step_limit", limit, "two rising numbers of at least 0");
        }
        return mamba;
    }

    private DecoderConfig.Attention attention(
            int headDim, boolean inputBias, boolean outputBias, OptionalDouble rotaryBase) {
        int heads = section.count("num_attention_heads");
        int keyValueHeads = section.countOr(heads, "num_key_value_heads");
        if (heads % keyValueHeads != 0) {
            throw section.wrong("num_key_value_heads", keyValueHeads, "a divisor of num_attention_heads, " + heads);
        }
        return new DecoderConfig.Attention(heads, keyValueHeads, headDim, inputBias, outputBias, rotaryBase);
    }

    private DecoderConfig qwen2() {
        refuseWhatIsNotSupported();
        int hidden = section.count("hidden_size");
        List<LayerKind> block = List.of(LayerKind.ATTENTION, LayerKind.MLP);
        return new DecoderConfig(
                DecoderFamily.QWEN2,
                section.count("vocab_size"),
                hidden,
                Collections.nCopies(section.count("num_hidden_layers"), block).stream()
                        .flatMap(List::stream)
                        .toList(),
                section.positive(1e-6, "rms_norm_eps"),
                section.flag(false, "tie_word_embeddings"),
                Optional.empty(),
                attention(headDim(hidden), true, false, OptionalDouble.of(rotaryBase())),
                new DecoderConfig.Mlp(section.count("intermediate_size"), true, false));
    }

    private void refuseWhatIsNotSupported() {
        requireActivation("hidden_act", "silu");
        if (section.flag(false, "use_sliding_window")) {
            throw section.wrong("use_sliding_window", true, "false: every layer looks at all tokens here");
        }
        List<String> kinds = section.texts("layer_types");
        if (!kinds.stream().allMatch("full_attention"::equals)) {
            throw section.wrong("layer_types", kinds, "full_attention throughout");
        }
        for (String key : List.of(ROPE_SCALING, ROPE_PARAMETERS)) {
            section.section(key).ifPresent(rope -> {
                String kind = rope.text("rope_type", rope.text("type", "default"));
                if (!kind.equals("default")) {
                    throw rope.wrong("rope_type", kind, "default: scaled rotary positions are not supported");
                }
            });
        }
    }

    private void requireActivation(String key, String computed) {
        String activation = section.text(key, computed);
        if (!activation.equals(computed)) {
            throw section.wrong(key, activation, computed);
        }
    }

    /** Newer files have the base in a section of its own. */
    private double rotaryBase() {
        JsonSection home = section.section(ROPE_PARAMETERS).orElse(section);
        double base = home.positive(10_000, "rope_theta");
        if (Double.isInfinite(base)) {
            throw home.wrong("rope_theta", base, "a number");
        }
        return base;
    }

    private int headDim(int hidden) {
        int heads = section.count("num_attention_heads");
        int headDim = section.countOr(Math.max(1, hidden / heads), "head_dim");
        if (headDim % 2 != 0) {
            throw section.wrong("head_dim", headDim, "even: rotary positions turn channels in pairs");
        }
        if (!section.has("head_dim") && headDim * heads != hidden) {
            throw section.wrong("num_attention_heads", heads, "a divisor of hidden_size, " + hidden);
        }
        return headDim;
    }
}
