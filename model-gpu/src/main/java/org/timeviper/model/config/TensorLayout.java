package org.timeviper.model.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The tensors that a checkpoint of a given configuration holds (MODEL section 6): name to shape. */
public final class TensorLayout {
    /** Where names of the vision transformer begin. */
    public static final String VISION = "vision_backbone.featurizer.";
    /** Where names of the projector begin. */
    public static final String PROJECTOR = "projector.projector.";

    private static final Pattern TRAINING_STATE = Pattern.compile(
            "(?:optim|optimizers?|(?:lr_)?schedulers?|(?:grad_)?scaler|(?:\\w+_)?rng|random|callbacks|loops)"
                    + "(?:_states?)?(?:_dicts?)?(?:\\..+)?");

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
     * Whether a tensor that {@link #of} does not name may still be there: pooling heads of published vision transformers, an output
     * head that repeats tied embeddings, and what training keeps beside a model.
     */
    public static boolean mayBeIgnored(String name, ModelConfig config) {
        return name.startsWith(VISION + "attn_pool.")
                || name.startsWith(VISION + "fc_norm.")
                || name.startsWith(VISION + "head.")
                || isTrainingState(name)
                || config.decoder().tiedEmbeddings() && name.startsWith(DecoderFamily.HEAD + ".");
    }

    /** Whether a tensor is what training goes on from and no model needs: moments of the optimizer, schedules, states of random numbers. */
    public static boolean isTrainingState(String name) {
        return TRAINING_STATE.matcher(name).matches();
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
        DecoderFamily family = decoder.family();
        put(family.embeddings(), decoder.vocabulary(), decoder.hidden());
        for (int i = 0; i < decoder.layers().size(); i++) {
            put(family.norm(i), decoder.hidden());
            switch (decoder.layers().get(i)) {
                case MAMBA -> mamba(family.mixer(i), decoder.mamba().orElseThrow(), decoder.hidden());
                case ATTENTION -> attention(family.mixer(i), decoder);
                case MLP -> mlp(family.mixer(i), decoder);
            }
        }
        put(family.finalNorm(), decoder.hidden());
        if (!decoder.tiedEmbeddings()) {
            put(DecoderFamily.HEAD + ".weight", decoder.vocabulary(), decoder.hidden());
        }
        transV(decoder, drop);
    }

    private void transV(DecoderConfig decoder, TokenDropConfig drop) {
        DecoderFamily family = decoder.family();
        int stages = drop.stages().size();
        if (drop.transV()) {
            for (int i = 0; i < stages; i++) {
                attention(family.merge(i), decoder);
            }
            put(family.alpha(), stages);
        }
        if (drop.merging() == Merging.CROSS_ATTENTION_AND_MLP) {
            for (int i = 0; i < stages; i++) {
                mlp(family.mergeMlp(i), decoder);
            }
            put(family.alphaMlp(), stages);
        }
    }

    private void mamba(String mixer, DecoderConfig.Mamba mamba, long hidden) {
        linear(mixer + "in_proj", mamba.projected(), hidden, mamba.projectionBias());
        put(mixer + "conv1d.weight", mamba.convolved(), 1, mamba.convolution());
        if (mamba.convolutionBias()) {
            put(mixer + "conv1d.bias", mamba.convolved());
        }
        put(mixer + "dt_bias", mamba.heads());
        put(mixer + "A_log", mamba.heads());
        put(mixer + "D", mamba.heads());
        put(mixer + "norm.weight", mamba.inner());
        linear(mixer + "out_proj", hidden, mamba.inner(), mamba.projectionBias());
    }

    private void attention(String mixer, DecoderConfig decoder) {
        DecoderConfig.Attention attention = decoder.attention();
        long queries = (long) attention.heads() * attention.headDim();
        long keys = (long) attention.keyValueHeads() * attention.headDim();
        linear(mixer + "q_proj", queries, decoder.hidden(), attention.inputBias());
        linear(mixer + "k_proj", keys, decoder.hidden(), attention.inputBias());
        linear(mixer + "v_proj", keys, decoder.hidden(), attention.inputBias());
        linear(mixer + "o_proj", decoder.hidden(), queries, attention.outputBias());
    }

    private void mlp(String mixer, DecoderConfig decoder) {
        DecoderConfig.Mlp mlp = decoder.mlp();
        if (mlp.gated()) {
            linear(mixer + "gate_proj", mlp.intermediate(), decoder.hidden(), mlp.bias());
        }
        linear(mixer + "up_proj", mlp.intermediate(), decoder.hidden(), mlp.bias());
        linear(mixer + "down_proj", decoder.hidden(), mlp.intermediate(), mlp.bias());
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
