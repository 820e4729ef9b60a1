package org.timeviper.model.config;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A family of language models: what its tensors are called, and how it is numbered where it is published (MODEL sections 4 and 6). */
public enum DecoderFamily {
    /** The hybrid of Mamba-2, attention and feed-forward layers: each layer has a number of its own. */
    NEMOTRON_H("nemotron_h", "backbone.", "embeddings.weight", "norm_f.weight", 1),
    /**
     * The transformer of Qwen2 and Qwen2.5. What is numbered is a block: attention and feed-forward, which are two layers here. Token
     * dropping, maps and recordings count blocks too.
     */
    QWEN2("qwen2", "model.", "embed_tokens.weight", "norm.weight", 2);

    private static final String LLM = "llm_backbone.llm.";
    /** The output head, in every family. */
    public static final String HEAD = LLM + "lm_head";

    private static final Pattern LAYER = Pattern.compile("layers\\.(\\d{1,6})\\.(.+)");
    private static final Pattern SECOND_HALF = Pattern.compile("(?:post_attention_layernorm|mlp)\\..+");

    private final String modelType;
    private final String backbone;
    private final String embeddings;
    private final String finalNorm;
    private final int blockLayers;

    DecoderFamily(String modelType, String backbone, String embeddings, String finalNorm, int blockLayers) {
        this.modelType = modelType;
        this.backbone = LLM + backbone;
        this.embeddings = embeddings;
        this.finalNorm = finalNorm;
        this.blockLayers = blockLayers;
    }

    /** What {@code model_type} says in the family's own {@code config.json}. */
    public String modelType() {
        return modelType;
    }

    /** Where the names of all tensors but the output head's begin. */
    public String backbone() {
        return backbone;
    }

    /** How many layers have one published number. */
    public int blockLayers() {
        return blockLayers;
    }

    /** The embedding matrix. */
    public String embeddings() {
        return backbone + embeddings;
    }

    /** The weight of a layer's norm. */
    public String norm(int layer) {
        return switch (this) {
            case NEMOTRON_H -> block(layer) + "norm.weight";
            case QWEN2 ->
                block(layer) + (attends(layer) ? "input_layernorm.weight" : "post_attention_layernorm.weight");
        };
    }

    /** Where the names of a layer's mixer begin. */
    public String mixer(int layer) {
        return switch (this) {
            case NEMOTRON_H -> block(layer) + "mixer.";
            case QWEN2 -> block(layer) + (attends(layer) ? "self_attn." : "mlp.");
        };
    }

    private String block(int layer) {
        return backbone + "layers." + layer / blockLayers + ".";
    }

    private boolean attends(int layer) {
        return layer % blockLayers == 0;
    }

    /** The weight of the norm behind the last layer. */
    public String finalNorm() {
        return backbone + finalNorm;
    }

    /** Where the names of a TransV stage's cross-attention begin. */
    public String merge(int stage) {
        return backbone + "merge_modules." + stage + ".";
    }

    /** TransV's learned scalars, one a stage. */
    public String alpha() {
        return backbone + "alpha";
    }

    /** Where the names of the feed-forward layer behind a TransV stage's cross-attention begin. */
    public String mergeMlp(int stage) {
        return backbone + "merge_ffn_modules." + stage + ".";
    }

    /** The learned scalars of those feed-forward layers, one a stage. */
    public String alphaMlp() {
        return backbone + "alpha_ffn";
    }

    /** Whether a tensor is one of TransV's. */
    public boolean isTransV(String name) {
        return name.startsWith(backbone + "merge_modules.") || name.equals(alpha()) || isTransVMlp(name);
    }

    /** Whether a tensor is one of the feed-forward layers' of TransV. */
    public boolean isTransVMlp(String name) {
        return name.startsWith(backbone + "merge_ffn_modules.") || name.equals(alphaMlp());
    }

    /** The layer that a tensor belongs to, norm or mixer; empty if it belongs to none. */
    public OptionalInt layer(String name) {
        Matcher matcher = LAYER.matcher(name.startsWith(backbone) ? name.substring(backbone.length()) : "");
        if (!matcher.matches()) {
            return OptionalInt.empty();
        }
        int second = this == QWEN2 && SECOND_HALF.matcher(matcher.group(2)).matches() ? 1 : 0;
        return OptionalInt.of(Integer.parseInt(matcher.group(1)) * blockLayers + second);
    }
}
