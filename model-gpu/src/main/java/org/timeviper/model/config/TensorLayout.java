package org.timeviper.model.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors that a checkpoint of a given configuration holds (MODEL section 6): name to shape. */
public final class TensorLayout {
    /** Where names of the vision transformer begin. */
    public static final String VISION = "vision_backbone.featurizer.";
    /** Where names of the projector begin. */
    public static final String PROJECTOR = "projector.projector.";
    /** Where names of the decoder begin. */
    public static final String BACKBONE = "llm_backbone.llm.backbone.";
    /** The output head. */
    public static final String HEAD = "llm_backbone.llm.lm_head";

    private final Map<String, List<Long>> shapes = new LinkedHashMap<>();

    private TensorLayout() {}

    /** @return every tensor that must be there, in the order of the model */
    public static Map<String, List<Long>> of(ModelConfig config) {
        TensorLayout layout = new TensorLayout();
        layout.vision(config.vision());
        layout.linear(PROJECTOR + 0, config.decoder().hidden(), config.vision().embedDim(), true);
        layout.linear(PROJECTOR + 2, config.decoder().hidden(), config.decoder().hidden(), true);
        layout.decoder(config.decoder(), config.tokenDrop());
        return layout.shapes;
    }

    /**
     * Whether a tensor that {@link #of} does not name may still be there: pooling heads of published vision transformers, and an output
     * head that repeats tied embeddings.
     */
    public static boolean mayBeIgnored(String name, ModelConfig config) {
        return name.startsWith(VISION + "attn_pool.")
                || name.startsWith(VISION + "fc_norm.")
                || name.startsWith(VISION + "head.")
                || config.decoder().tiedEmbeddings() && name.startsWith(HEAD + ".");
    }

    private void vision(VisionConfig vision) {
        long channels = vision.embedDim();
        put(VISION + "patch_embed.proj.weight", channels, 3, vision.patchSize(), vision.patchSize());
        put(VISION + "patch_embed.proj.bias", channels);
        put(VISION + "pos_embed", 1, vision.patches(), channels);
        boolean dino = vision.layout() == VisionConfig.Layout.DINOV2;
        if (dino) {
            put(VISION + "cls_token", 1, 1, channels);
            put(VISION + "reg_token", 1, VisionConfig.Layout.DINOV2.prefixTokens() - 1, channels);
        }
        for (int i = 0; i < vision.depth(); i++) {
            String block = VISION + "blocks." + i + ".";
            norm(block + "norm1", channels);
            linear(block + "attn.qkv", 3 * channels, channels, true);
            linear(block + "attn.proj", channels, channels, true);
            norm(block + "norm2", channels);
            linear(block + "mlp.fc1", vision.mlpHidden(), channels, true);
            linear(block + "mlp.fc2", channels, vision.mlpHidden(), true);
            if (dino) {
                put(block + "ls1.gamma", channels);
                put(block + "ls2.gamma", channels);
            }
        }
        norm(VISION + "norm", channels);
    }

    private void decoder(DecoderConfig decoder, TokenDropConfig drop) {
        put(BACKBONE + "embeddings.weight", decoder.vocabulary(), decoder.hidden());
        for (int i = 0; i < decoder.layers().size(); i++) {
            String layer = BACKBONE + "layers." + i + ".";
            put(layer + "norm.weight", decoder.hidden());
            switch (decoder.layers().get(i)) {
                case MAMBA -> mamba(layer + "mixer.", decoder);
                case ATTENTION -> attention(layer + "mixer.", decoder);
                case MLP -> {
                    long inside = decoder.mlp().intermediate();
                    linear(
                            layer + "mixer.up_proj",
                            inside,
                            decoder.hidden(),
                            decoder.mlp().bias());
                    linear(
                            layer + "mixer.down_proj",
                            decoder.hidden(),
                            inside,
                            decoder.mlp().bias());
                }
            }
        }
        put(BACKBONE + "norm_f.weight", decoder.hidden());
        if (!decoder.tiedEmbeddings()) {
            put(HEAD + ".weight", decoder.vocabulary(), decoder.hidden());
        }
        if (drop.transV()) {
            for (int i = 0; i < drop.stages().size(); i++) {
                attention(BACKBONE + "merge_modules." + i + ".", decoder);
            }
            put(BACKBONE + "alpha", drop.stages().size());
        }
    }

    private void mamba(String mixer, DecoderConfig decoder) {
        DecoderConfig.Mamba mamba = decoder.mamba();
        linear(mixer + "in_proj", mamba.projected(), decoder.hidden(), mamba.projectionBias());
        put(mixer + "conv1d.weight", mamba.convolved(), 1, mamba.convolution());
        if (mamba.convolutionBias()) {
            put(mixer + "conv1d.bias", mamba.convolved());
        }
        put(mixer + "dt_bias", mamba.heads());
        put(mixer + "A_log", mamba.heads());
        put(mixer + "D", mamba.heads());
        put(mixer + "norm.weight", mamba.inner());
        linear(mixer + "out_proj", decoder.hidden(), mamba.inner(), mamba.projectionBias());
    }

    private void attention(String mixer, DecoderConfig decoder) {
        DecoderConfig.Attention attention = decoder.attention();
        long queries = (long) attention.heads() * attention.headDim();
        long keys = (long) attention.keyValueHeads() * attention.headDim();
        linear(mixer + "q_proj", queries, decoder.hidden(), attention.bias());
        linear(mixer + "k_proj", keys, decoder.hidden(), attention.bias());
        linear(mixer + "v_proj", keys, decoder.hidden(), attention.bias());
        linear(mixer + "o_proj", decoder.hidden(), queries, attention.bias());
    }

    private void norm(String name, long channels) {
        put(name + ".weight", channels);
        put(name + ".bias", channels);
    }

    private void linear(String name, long out, long in, boolean bias) {
        put(name + ".weight", out, in);
        if (bias) {
            put(name + ".bias", out);
        }
    }

    private void put(String name, long... shape) {
        shapes.put(name, Arrays.stream(shape).boxed().toList());
    }
}
