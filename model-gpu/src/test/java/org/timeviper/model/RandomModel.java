package org.timeviper.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.timeviper.model.checkpoint.TensorType;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.TensorLayout;
import org.timeviper.model.decoder.PrefillListener;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.decoder.PromptPrefix;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.text.Tokenizer;

/** A model directory of any shape with random weights, and a tokenizer that has one token a byte: what tests run on. */
public final class RandomModel {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> SPECIALS = List.of(
            "<unk>",
            "<s>",
            "</s>",
            "<SPECIAL_10>",
            "<SPECIAL_11>",
            "<SPECIAL_12>",
            "<image>",
            "<|im_start|>",
            "<|im_end|>");
    /** Tokens of the byte tokenizer. */
    public static final int VOCABULARY = 256 + SPECIALS.size();

    /** Ends an answer; see {@link #overwriteWithChains}. */
    public static final String END = "\u0004";

    /** So far above the others a follower stands that nothing else is ever drawn. */
    private static final float CERTAIN = 10;

    private RandomModel() {}

    /** A small config; {@code pattern} and {@code schedule} as in config.json. */
    public static ObjectNode config(String pattern, String schedule, boolean transV) {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("vision")
                .put("backbone", "siglip")
                .put("image_size", 28)
                .put("patch_size", 7)
                .put("embed_dim", 32)
                .put("depth", 3)
                .put("num_heads", 2)
                .put("mlp_hidden", 48);
        root.putObject("projector").put("arch", "tome_mlp-5");
        root.putObject("llm")
                .put("vocab_size", VOCABULARY)
                .put("hidden_size", 40)
                .put("intermediate_size", 56)
                .put("hybrid_override_pattern", pattern)
                .put("num_attention_heads", 4)
                .put("num_key_value_heads", 2)
                .put("head_dim", 8)
                .put("ssm_state_size", 6)
                .put("mamba_num_heads", 6)
                .put("mamba_head_dim", 5)
                .put("n_groups", 3)
                .put("chunk_size", 4);
        root.putObject("token_drop")
                .put("schedule", schedule)
                .put("merge_module", transV ? "CrossAttention" : "no_merge");
        return root;
    }

    /** A small config of a transformer as Qwen2.5 is; {@code merge} as {@code merge_module} in config.json. */
    public static ObjectNode transformer(int blocks, String schedule, String merge) {
        ObjectNode root = config("*", schedule, false).put("template", "qwen2");
        root.putObject("llm")
                .put("model_type", "qwen2")
                .put("vocab_size", VOCABULARY)
                .put("hidden_size", 40)
                .put("intermediate_size", 56)
                .put("num_hidden_layers", blocks)
                .put("num_attention_heads", 4)
                .put("num_key_value_heads", 2)
                .put("max_position_embeddings", 4096)
                .put("rms_norm_eps", 1e-6)
                .put("rope_theta", 1_000_000.0)
                .put("hidden_act", "silu")
                .put("use_sliding_window", false)
                .put("tie_word_embeddings", false);
        ((ObjectNode) root.get("token_drop")).put("merge_module", merge);
        return root;
    }

    /** Writes config, weights and tokenizer; returns the weights by name. */
    public static Map<String, float[]> write(Path directory, ObjectNode config, long seed) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("config.json"), config.toPrettyString());
        Map<String, float[]> weights = weights(ModelConfig.read(directory.resolve("config.json")), seed);
        overwrite(directory, weights);
        writeTokenizer(directory);
        return weights;
    }

    /** Writes the tokenizer alone; returns it open. */
    public static Tokenizer openTokenizer(Path directory) throws IOException {
        writeTokenizer(directory);
        return Tokenizer.open(directory.resolve("tokenizer.json"));
    }

    private static void writeTokenizer(Path directory) throws IOException {
        Files.writeString(directory.resolve("tokenizer.json"), tokenizer());
    }

    private static Map<String, float[]> weights(ModelConfig config, long seed) {
        Random random = new Random(seed);
        Map<String, float[]> weights = new LinkedHashMap<>();
        TensorLayout.of(config).forEach((name, shape) -> {
            int size = Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
            float[] values = new float[size];
            double spread = shape.size() < 2 ? 0.3 : 0.7 / Math.sqrt(size / (double) shape.getFirst());
            double middle =
                    name.endsWith("norm.weight") || name.endsWith("norm1.weight") || name.endsWith(".D") ? 1 : 0;
            for (int i = 0; i < size; i++) {
                values[i] = (float) (middle + spread * random.nextGaussian());
            }
            weights.put(name, values);
        });
        return weights;
    }

    /** Writes other weights beside a config that is there. */
    public static void overwrite(Path directory, Map<String, float[]> weights) throws IOException {
        overwrite(directory, weights, TensorType.F32);
    }

    /** Writes weights of another type beside a config that is there. */
    public static void overwrite(Path directory, Map<String, float[]> weights, TensorType type) throws IOException {
        writeSafetensors(directory, "model.safetensors", weights, type);
    }

    /**
     * Writes weights that choose each token by the one before it alone: the layers add nothing to the stream, and the head knows every token's followers by the embedding of that
     * token. Where there are several followers, they are equally likely.
     *
     * @param chains each character of a chain is followed by the next one, {@link #END} by the end of the answer
     */
    public static void overwriteWithChains(Path directory, Map<String, float[]> weights, String... chains)
            throws IOException {
        weights.forEach((name, values) -> {
            if (name.endsWith("out_proj.weight")
                    || name.endsWith("o_proj.weight")
                    || name.endsWith("down_proj.weight")) {
                Arrays.fill(values, 0);
            }
        });
        float[] embeddings = weights.get("llm_backbone.llm.backbone.embeddings.weight");
        float[] head = weights.get("llm_backbone.llm.lm_head.weight");
        int hidden = head.length / VOCABULARY;
        Arrays.fill(weights.get("llm_backbone.llm.backbone.norm_f.weight"), 1);
        Arrays.fill(head, 0);
        try (Tokenizer bytes = Tokenizer.open(directory.resolve("tokenizer.json"))) {
            for (String chain : chains) {
                long[] ids = bytes.encode(chain);
                long end = bytes.encode(END)[0];
                Arrays.setAll(ids, i -> ids[i] == end ? bytes.id("</s>") : ids[i]);
                for (int i = 1; i < ids.length; i++) {
                    for (int j = 0; j < hidden; j++) {
                        head[(int) ids[i] * hidden + j] += CERTAIN * embeddings[(int) ids[i - 1] * hidden + j];
                    }
                }
            }
        }
        overwrite(directory, weights);
    }

    /** Writes some of the weights that the config of a directory asks for. */
    static void writeSafetensors(Path directory, String file, Map<String, float[]> tensors, TensorType type)
            throws IOException {
        Map<String, List<Long>> shapes = TensorLayout.of(ModelConfig.read(directory.resolve("config.json")));
        Map<String, TensorFile.Tensor> stored = new LinkedHashMap<>();
        tensors.forEach((name, values) -> stored.put(name, TensorFile.Tensor.of(type, shapes.get(name), values)));
        TensorFile.safetensors(directory.resolve(file), stored);
    }

    /** What a model answers to a short prompt about a picture: one logit a token. */
    public static float[] logits(Path directory, Precision precision) {
        try (Network network = Network.load(directory, new ModelOptions(ComputeDevice.cpu(), precision, 0));
                Workspace workspace = network.kernels().workspace()) {
            float[] pixels = new float[3 * 28 * 28];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) Math.sin(i);
            }
            var features = network.vision().features(workspace, workspace.floats(pixels, 1, 3, 28, 28));
            var visual = workspace.joinFrames(network.vision().embeddings(workspace, features));
            try (PromptPrefix prefix = network.decoder().prefix(new long[] {1}, visual, PrefillListener.none());
                    Prefilled prompt = network.decoder().instruct(prefix, new long[] {2, 3}, PrefillListener.none())) {
                return network.decoder().step(prompt.state(), 4);
            }
        }
    }

    /** Byte-level BPE without merges. */
    private static String tokenizer() {
        ObjectNode root = JSON.createObjectNode().put("version", "1.0");
        ArrayNode added = root.putArray("added_tokens");
        ObjectNode vocabulary = JSON.createObjectNode();
        for (String special : SPECIALS) {
            added.addObject()
                    .put("id", vocabulary.size())
                    .put("content", special)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
            vocabulary.put(special, vocabulary.size());
        }
        int unprintable = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
            vocabulary.put(String.valueOf((char) (printable ? b : unprintable++)), vocabulary.size());
        }
        root.putNull("normalizer");
        root.putObject("pre_tokenizer")
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("use_regex", true)
                .put("trim_offsets", true);
        root.putNull("post_processor");
        root.putObject("decoder")
                .put("type", "ByteLevel")
                .put("add_prefix_space", true)
                .put("use_regex", true)
                .put("trim_offsets", true);
        ObjectNode model = root.putObject("model").put("type", "BPE");
        model.set("vocab", vocabulary);
        model.putArray("merges");
        return root.toString();
    }
}
