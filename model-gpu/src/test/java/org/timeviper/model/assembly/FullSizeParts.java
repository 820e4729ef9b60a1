package org.timeviper.model.assembly;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.timeviper.model.FullSize;
import org.timeviper.model.RandomModel;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.checkpoint.TensorType;
import org.timeviper.model.checkpoint.TorchFile;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ModelPart;
import org.timeviper.model.config.TensorLayout;

/** The parts of a TimeViper in the names, files, types and sizes that they are published in, of zeros that take no room on the disk. */
final class FullSizeParts {
    private static final String LLM = "llm_backbone.llm.";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // Infinity
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .build();

    private final Path folder;
    private final String decoder;
    private final Map<String, List<Long>> layout;

    /**
     * @param decoder the language model's own {@code config.json}
     * @param schedule of TransV
     */
    FullSizeParts(Path folder, String decoder, String schedule) throws IOException {
        this.folder = folder;
        this.decoder = decoder;
        ObjectNode config = JSON.createObjectNode();
        config.putObject("vision").put("backbone", "siglip-vit-so400m-384px");
        config.putObject("projector").put("arch", "tome_mlp-16");
        config.set("llm", JSON.readTree(decoder));
        config.putObject("token_drop").put("schedule", schedule).put("merge_module", "CrossAttention");
        this.layout = TensorLayout.of(ModelConfig.parse(JSON.writeValueAsBytes(config), "parts", "full size"));
    }

    /** A Nemotron-Nano: safetensors in four shards under an index, names begin at {@code backbone.}, recurrences are float32. */
    Path language(TensorType type) throws IOException {
        Path directory = Files.createDirectories(folder.resolve("NVIDIA-Nemotron-Nano"));
        Files.writeString(directory.resolve("config.json"), decoder);
        RandomModel.openTokenizer(directory).close();
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        layout.forEach((name, shape) -> {
            if (name.startsWith(LLM) && !ModelPart.isTransV(name)) {
                boolean recurrence = name.endsWith("A_log") || name.endsWith(".D") || name.endsWith("dt_bias");
                put(tensors, recurrence ? TensorType.F32 : type, name.substring(LLM.length()), shape);
            }
        });
        FullSize.shards(directory, tensors);
        return directory;
    }

    /** A SigLIP as timm publishes it by itself: one PyTorch file of 1.7 GB, the pooling head with it. */
    Path vision() throws IOException {
        Path file = folder.resolve("vit_so400m_patch14_siglip_384.pth");
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        putVision(tensors, "");
        TorchFile.sparse(file, Map.of("state_dict", tensors));
        return file;
    }

    /** The same as it was published with open_clip, beside the tower that reads captions: 3.5 GB. */
    Path visionBesideText() throws IOException {
        Path directory = Files.createDirectories(folder.resolve("ViT-SO400M-14-SigLIP-384"));
        Files.writeString(directory.resolve("open_clip_config.json"), """
                {"model_cfg": {"embed_dim": 1152, "init_logit_bias": -10, "custom_text": true,
                  "vision_cfg": {"image_size": 384, "timm_model_name": "vit_so400m_patch14_siglip_384",
                                 "timm_model_pretrained": false, "timm_pool": "map", "timm_proj": "none"},
                  "text_cfg": {"context_length": 64, "vocab_size": 32000, "width": 1152, "heads": 16, "layers": 27}},
                 "preprocess_cfg": {"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5], "interpolation": "bicubic"}}
                """);
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        put(tensors, "logit_scale");
        put(tensors, "logit_bias");
        putVision(tensors, "visual.trunk.");
        put(tensors, "text.positional_embedding", 64, 1152);
        put(tensors, "text.token_embedding.weight", 32_000, 1152);
        for (int i = 0; i < 27; i++) {
            String block = "text.transformer.resblocks." + i + ".";
            put(tensors, block + "ln_1.weight", 1152);
            put(tensors, block + "attn.in_proj_weight", 3 * 1152, 1152);
            put(tensors, block + "attn.out_proj.weight", 1152, 1152);
            put(tensors, block + "mlp.c_fc.weight", 4304, 1152);
            put(tensors, block + "mlp.c_proj.weight", 1152, 4304);
        }
        TorchFile.sparse(directory.resolve("open_clip_pytorch_model.bin"), Map.of("state_dict", tensors));
        return directory;
    }

    private void putVision(Map<String, TensorInfo> tensors, String prefix) {
        layout.forEach((name, shape) -> {
            if (name.startsWith(TensorLayout.VISION)) {
                put(tensors, TensorType.F32, prefix + name.substring(TensorLayout.VISION.length()), shape);
            }
        });
        put(tensors, prefix + "attn_pool.latent", 1, 1, 1152);
        put(tensors, prefix + "attn_pool.q.weight", 1152, 1152);
        put(tensors, prefix + "attn_pool.kv.weight", 2 * 1152, 1152);
        put(tensors, prefix + "attn_pool.mlp.fc1.weight", 4304, 1152);
        put(tensors, prefix + "attn_pool.mlp.fc2.weight", 1152, 4304);
    }

    /** What TimeViper adds, beside what its training goes on from; bfloat16. */
    Path added() throws IOException {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        layout.forEach((name, shape) -> {
            if (name.startsWith(TensorLayout.PROJECTOR) || ModelPart.isTransV(name)) {
                put(tensors, TensorType.BF16, name, shape);
            }
        });
        return checkpoint(tensors);
    }

    /** All of TimeViper in one PyTorch file, as training writes it; bfloat16. */
    Path everything() throws IOException {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        layout.forEach((name, shape) -> put(tensors, TensorType.BF16, name, shape));
        return checkpoint(tensors);
    }

    private Path checkpoint(Map<String, TensorInfo> tensors) throws IOException {
        Path file = Files.createDirectories(folder.resolve("TimeViper")).resolve("checkpoint.pt");
        Map<String, Map<String, TensorInfo>> saved = new LinkedHashMap<>();
        saved.put("model", tensors);
        Map<String, TensorInfo> optimizer = new LinkedHashMap<>();
        put(optimizer, "state.0.exp_avg", 4480, 4480);
        saved.put("optimizer", optimizer);
        TorchFile.sparse(file, saved);
        return file;
    }

    private static void put(Map<String, TensorInfo> tensors, String name, long... shape) {
        put(tensors, TensorType.F32, name, Arrays.stream(shape).boxed().toList());
    }

    private static void put(Map<String, TensorInfo> tensors, TensorType type, String name, List<Long> shape) {
        tensors.put(name, new TensorInfo(name, type, shape));
    }
}
