package org.timeviper.model.assembly;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.timeviper.model.RandomModel;
import org.timeviper.model.TensorFile;
import org.timeviper.model.TensorFile.Tensor;
import org.timeviper.model.checkpoint.TensorType;
import org.timeviper.model.checkpoint.TorchFile;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ModelPart;
import org.timeviper.model.config.TensorLayout;

/**
 * One small TimeViper, in one folder and in the parts that it would be published in: same names, files, indexes and types, other sizes.
 */
final class PublishedParts {
    static final String SCHEDULE = "uni_1_0.5";
    private static final JsonMapper JSON = new JsonMapper();
    private static final String LLM = "llm_backbone.llm.";

    private final Path folder;
    private final String language;
    private final Map<String, float[]> weights;
    private final Map<String, List<Long>> shapes;

    private PublishedParts(Path folder, String language, Map<String, float[]> weights, Map<String, List<Long>> shapes) {
        this.folder = folder;
        this.language = language;
        this.weights = weights;
        this.shapes = shapes;
    }

    /** Writes the model in one folder, {@code whole}; of numbers that every floating-point type holds exactly. */
    static PublishedParts in(Path folder) throws IOException {
        return of(folder, "NVIDIA-Nemotron-Nano-9B-v2-Base", RandomModel.config("M*-M", SCHEDULE, true));
    }

    /** The same on a transformer; small ones are published with tied embeddings, and so without a head. */
    static PublishedParts ofTransformer(Path folder, boolean tied, String merge) throws IOException {
        ObjectNode config = RandomModel.transformer(3, SCHEDULE, merge);
        ((ObjectNode) config.get("llm")).put("tie_word_embeddings", tied);
        return of(folder, tied ? "Qwen2.5-3B" : "Qwen2.5-7B", config);
    }

    private static PublishedParts of(Path folder, String language, ObjectNode config) throws IOException {
        Path whole = folder.resolve("whole");
        Map<String, float[]> weights = RandomModel.write(whole, config, 9);
        weights.values().forEach(values -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.round(values[i] * 64) / 64f;
            }
        });
        RandomModel.overwrite(whole, weights);
        return new PublishedParts(
                folder, language, weights, TensorLayout.of(ModelConfig.read(whole.resolve("config.json"))));
    }

    Path whole() {
        return folder.resolve("whole");
    }

    /**
     * A language model as it is published: bfloat16 in two shards under an index, recurrences in float32; its names begin at
     * {@code backbone.}, of a transformer at {@code model.}.
     */
    Path language() throws IOException {
        Path directory = Files.createDirectories(folder.resolve(language));
        writeLanguageConfig(directory);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        languageTensors().forEach((name, tensor) -> tensors.put(name.substring(LLM.length()), tensor));
        shard(directory, "model-%05d-of-00002.safetensors", "model.safetensors.index.json", tensors);
        return directory;
    }

    /** {@code config.json} and {@code tokenizer.json} as they lie beside published weights. */
    void writeLanguageConfig(Path directory) throws IOException {
        Files.copy(whole().resolve("tokenizer.json"), directory.resolve("tokenizer.json"));
        ObjectNode whole = (ObjectNode)
                JSON.readTree(whole().resolve("config.json").toFile()).get("llm");
        if (whole.has("model_type")) {
            Files.writeString(
                    directory.resolve("config.json"), asTransformersAre(whole).toPrettyString());
        } else {
            writeHybridConfig(directory);
        }
    }

    private static ObjectNode asTransformersAre(ObjectNode config) {
        config.putArray("architectures").add("Qwen2ForCausalLM");
        return config.put("bos_token_id", 1)
                .put("initializer_range", 0.02)
                .put("max_window_layers", 28)
                .put("sliding_window", 131_072)
                .put("torch_dtype", "bfloat16")
                .put("use_mrope", false);
    }

    private static void writeHybridConfig(Path directory) throws IOException {
        ObjectNode config = (ObjectNode) RandomModel.config("M*-M", "", false).get("llm");
        config.put("model_type", "nemotron_h")
                .put("num_hidden_layers", 4)
                .put("conv_kernel", 4)
                .put("layer_norm_epsilon", 1e-5)
                .put("use_bias", false)
                .put("torch_dtype", "bfloat16");
        config.putObject("auto_map").put("AutoConfig", "configuration_nemotron_h.NemotronHConfig");
        config.putArray("time_step_limit").add(0.0).add("@");
        Files.writeString(
                directory.resolve("config.json"), config.toPrettyString().replace("\"@\"", "Infinity"));
    }

    /** A SigLIP as timm publishes it: float32, no prefix, with the pooling head that is never run; and timm's config beside it. */
    Path vision(boolean torch) throws IOException {
        return vision(torch, values -> values);
    }

    /** The same with other weights. */
    Path vision(boolean torch, UnaryOperator<float[]> change) throws IOException {
        Path directory = Files.createDirectories(folder.resolve("vit_so400m_patch14_siglip_384.v2_webli"));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        weights.forEach((name, values) -> {
            if (name.startsWith(TensorLayout.VISION)) {
                tensors.put(
                        name.substring(TensorLayout.VISION.length()),
                        Tensor.of(TensorType.F32, shapes.get(name), change.apply(values)));
            }
        });
        tensors.put("attn_pool.latent", Tensor.of(TensorType.F32, List.of(1L, 1L, 32L), new float[32]));
        tensors.put("attn_pool.mlp.fc1.bias", Tensor.of(TensorType.F32, List.of(48L), new float[48]));
        ObjectNode config = JSON.createObjectNode().put("architecture", "vit_so400m_patch14_siglip_384");
        config.putObject("model_args")
                .put("img_size", 28)
                .put("patch_size", 7)
                .put("embed_dim", 32)
                .put("depth", 3)
                .put("num_heads", 2)
                .put("mlp_ratio", 1.5);
        config.putObject("pretrained_cfg").putArray("mean").add(0.5).add(0.5).add(0.5);
        Files.writeString(directory.resolve("config.json"), config.toPrettyString());
        if (torch) {
            Path file = directory.resolve("vit_so400m_patch14_siglip_384.pth");
            TorchFile.stateDict(file, tensors);
            return file;
        }
        TensorFile.safetensors(directory.resolve("model.safetensors"), tensors);
        return directory;
    }

    /** What TimeViper adds: projector and TransV, float16. */
    Map<String, Tensor> added() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        weights.forEach((name, values) -> {
            if (name.startsWith(TensorLayout.PROJECTOR) || ModelPart.isTransV(name)) {
                tensors.put(name, Tensor.of(TensorType.F16, shapes.get(name), values));
            }
        });
        return tensors;
    }

    /** The whole model in bfloat16, as training writes it. */
    Map<String, Tensor> everything() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        weights.forEach((name, values) -> tensors.put(name, Tensor.of(TensorType.BF16, shapes.get(name), values)));
        return tensors;
    }

    /** The language model by itself, under the names that it has in a whole model. */
    Map<String, Tensor> languageTensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        weights.forEach((name, values) -> {
            if (name.startsWith(LLM) && !ModelPart.isTransV(name)) {
                boolean recurrence = name.endsWith("A_log") || name.endsWith(".D") || name.endsWith("dt_bias");
                tensors.put(name, Tensor.of(recurrence ? TensorType.F32 : TensorType.BF16, shapes.get(name), values));
            }
        });
        return tensors;
    }

    /** A file that {@code torch.save} wrote, with other names. */
    Path checkpoint(Map<String, Tensor> tensors, UnaryOperator<String> names, String... wrappers) throws IOException {
        Path directory = Files.createDirectories(folder.resolve("TimeViper-9B"));
        Path file = directory.resolve("pytorch_model.bin");
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> renamed.put(names.apply(name), tensor));
        TorchFile.stateDict(file, renamed, wrappers);
        return file;
    }

    /** A file that {@code torch.save} wrote, of dicts beside each other. */
    Path checkpointOf(Map<String, Map<String, Tensor>> dicts) throws IOException {
        Path file = Files.createDirectories(folder.resolve("TimeViper-9B")).resolve("pytorch_model.bin");
        TorchFile.stateDicts(file, dicts);
        return file;
    }

    /** Two files that {@code torch.save} wrote, under an index. */
    Path checkpointInShards(Map<String, Tensor> tensors) throws IOException {
        Path directory = Files.createDirectories(folder.resolve("TimeViper-9B"));
        shard(directory, "pytorch_model-%05d-of-00002.bin", "pytorch_model.bin.index.json", tensors);
        return directory;
    }

    private static void shard(Path directory, String pattern, String index, Map<String, Tensor> tensors)
            throws IOException {
        Map<String, Map<String, Tensor>> shards = new LinkedHashMap<>();
        Map<String, String> homes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            String shard = pattern.formatted(homes.size() < tensors.size() / 2 ? 1 : 2);
            homes.put(name, shard);
            shards.computeIfAbsent(shard, file -> new LinkedHashMap<>()).put(name, tensor);
        });
        for (Map.Entry<String, Map<String, Tensor>> shard : shards.entrySet()) {
            Path file = directory.resolve(shard.getKey());
            if (pattern.endsWith(".bin")) {
                TorchFile.stateDict(file, shard.getValue());
            } else {
                TensorFile.safetensors(file, shard.getValue());
            }
        }
        TensorFile.index(directory.resolve(index), homes);
    }
}
