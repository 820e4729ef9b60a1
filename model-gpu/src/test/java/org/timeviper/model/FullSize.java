package org.timeviper.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.checkpoint.TensorType;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.TensorLayout;

/** A model's folder in the published size: of zeros that take no room on the disk, or of weights that are drawn. */
public final class FullSize {
    private static final int SHARDS = 4;
    /** Written last: a folder that has it is whole. */
    private static final String INDEX = "model.safetensors.index.json";

    /** What becomes of a file of zeros. */
    private interface Filling {
        /** @param start where the first tensor's values begin */
        void fill(Path file, long start, Map<String, TensorInfo> tensors) throws IOException;
    }

    private FullSize() {}

    /** Writes config, weights (vision float32, all else bfloat16) in four shards, and a tokenizer. */
    public static void write(Path directory, byte[] config) throws IOException {
        Files.write(directory.resolve("config.json"), config);
        RandomModel.openTokenizer(directory).close();
        shards(directory, tensors(directory, TensorType.F32));
    }

    /**
     * Draws weights as they are at the start of training, all of them bfloat16, as they are published: as many bytes as the model has, by all processors. A folder in
     * which they lie already is left as it is.
     */
    public static void draw(Path directory, byte[] config) throws IOException {
        Path written = directory.resolve("config.json");
        boolean there = Files.exists(directory.resolve(INDEX))
                && Files.exists(written)
                && Arrays.equals(Files.readAllBytes(written), config);
        if (there) {
            return;
        }
        Files.createDirectories(directory);
        Files.deleteIfExists(directory.resolve(INDEX));
        Files.write(written, config);
        RandomModel.openTokenizer(directory).close();
        shards(directory, tensors(directory, TensorType.BF16), DrawnWeights::fill);
    }

    private static Map<String, TensorInfo> tensors(Path directory, TensorType vision) {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        TensorLayout.of(ModelConfig.read(directory.resolve("config.json"))).forEach((name, shape) -> {
            TensorType type = name.startsWith(TensorLayout.VISION) ? vision : TensorType.BF16;
            tensors.put(name, new TensorInfo(name, type, shape));
        });
        return tensors;
    }

    /** Writes tensors in four shards under an index. */
    public static void shards(Path directory, Map<String, TensorInfo> tensors) throws IOException {
        shards(directory, tensors, (file, start, zeros) -> {});
    }

    private static void shards(Path directory, Map<String, TensorInfo> tensors, Filling filling) throws IOException {
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
            Path file = directory.resolve(file(i));
            filling.fill(file, TensorFile.sparse(file, shards.get(i)), shards.get(i));
        }
        TensorFile.index(directory.resolve(INDEX), homes);
    }

    private static String file(int shard) {
        return "model-%05d-of-%05d.safetensors".formatted(shard + 1, SHARDS);
    }
}
