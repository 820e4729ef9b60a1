package org.timeviper.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.checkpoint.TensorType;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.TensorLayout;

/** A model's folder in the published size, of zeros that take no room on the disk. */
public final class FullSize {
    private static final int SHARDS = 4;

    private FullSize() {}

    /** Writes config, weights (vision float32, all else bfloat16) in four shards, and a tokenizer. */
    public static void write(Path directory, byte[] config) throws IOException {
        Files.write(directory.resolve("config.json"), config);
        RandomModel.openTokenizer(directory).close();
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        TensorLayout.of(ModelConfig.read(directory.resolve("config.json"))).forEach((name, shape) -> {
            TensorType type = name.startsWith(TensorLayout.VISION) ? TensorType.F32 : TensorType.BF16;
            tensors.put(name, new TensorInfo(name, type, shape));
        });
        shards(directory, tensors);
    }

    /** Writes tensors in four shards under an index. */
    public static void shards(Path directory, Map<String, TensorInfo> tensors) throws IOException {
        List<Map<String, TensorInfo>> shards = new ArrayList<>();
        for (int i = 0; i < SHARDS; i++) {
            shards.add(new LinkedHashMap<>());
        }
        Map<String, String> homes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            int shard = homes.size() * SHARDS / tensors.size();
            shards.get(shard).put(name, tensor);
            homes.put(name, file(shard));
        });
        for (int i = 0; i < SHARDS; i++) {
            TensorFile.sparse(directory.resolve(file(i)), shards.get(i));
        }
        TensorFile.index(directory.resolve("model.safetensors.index.json"), homes);
    }

    private static String file(int shard) {
        return "model-%05d-of-%05d.safetensors".formatted(shard + 1, SHARDS);
    }
}
