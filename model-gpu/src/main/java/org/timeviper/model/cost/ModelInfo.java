package org.timeviper.model.cost;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.checkpoint.TensorType;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ModelPart;
import org.timeviper.model.config.TensorLayout;
import org.timeviper.model.config.TokenDropConfig;
import org.timeviper.model.tensor.Precision;

/**
 * How large a model is, and how long a film it can look at on a given device. Reads what files say of themselves, and no weight.
 *
 * @param directory the folder
 * @param name what the model calls itself
 * @param parts in the order of the model
 * @param tokensPerFrame visual tokens of a frame
 * @param maxFrames most frames of one look that its config allows
 */
public record ModelInfo(String directory, String name, List<PartSize> parts, int tokensPerFrame, int maxFrames) {

    /**
     * How large a part is.
     *
     * @param part its name
     * @param parameters numbers that were learned
     * @param types of its tensors, as they are stored
     * @param storedBytes on the disk
     * @param float32Bytes once it is loaded in float32; what is never run is not loaded
     * @param bfloat16Bytes once it is loaded in bfloat16, in which norms stay float32, and on a processor the vision transformer
     */
    public record PartSize(
            String part,
            long parameters,
            List<TensorType> types,
            long storedBytes,
            long float32Bytes,
            long bfloat16Bytes) {}

    /** Copies the list. */
    public ModelInfo {
        parts = List.copyOf(parts);
    }

    /**
     * Looks at a folder.
     *
     * @throws org.timeviper.model.config.ModelException if config or checkpoint cannot be used, or do not fit
     */
    public static ModelInfo of(Path directory) {
        ModelConfig config = ModelConfig.read(directory.resolve("config.json"));
        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            checkpoint.require(config, directory.toString());
            Map<ModelPart, List<TensorInfo>> byPart = new EnumMap<>(ModelPart.class);
            TensorLayout.of(config).keySet().forEach(name -> byPart.computeIfAbsent(
                            ModelPart.of(name, config.decoder()), part -> new ArrayList<>())
                    .add(checkpoint.info(name)));
            List<PartSize> parts = new ArrayList<>();
            byPart.forEach((part, tensors) -> parts.add(size(part, tensors, config)));
            return new ModelInfo(
                    directory.toString(),
                    config.name(),
                    parts,
                    config.tokensPerFrame(),
                    config.sampling().maxFrames());
        }
    }

    private static PartSize size(ModelPart part, List<TensorInfo> tensors, ModelConfig config) {
        return new PartSize(
                part.title(),
                tensors.stream().mapToLong(TensorInfo::elements).sum(),
                tensors.stream().map(TensorInfo::type).distinct().sorted().toList(),
                tensors.stream().mapToLong(TensorInfo::bytes).sum(),
                loaded(tensors, config, Precision.FLOAT32),
                loaded(tensors, config, Precision.BFLOAT16));
    }

    private static long loaded(List<TensorInfo> tensors, ModelConfig config, Precision precision) {
        return tensors.stream()
                .mapToLong(tensor -> Footprint.loaded(tensor.name(), tensor.shape(), config, precision))
                .sum();
    }

    /**
     * What a folder's model needs to look at film, in both precisions: with its own way to drop tokens, if it has one, and without.
     *
     * @param reserve bytes of the device that the engine keeps to itself
     */
    public static List<MemoryNeed> needs(Path directory, long reserve) {
        ModelConfig config = ModelConfig.read(directory.resolve("config.json"));
        List<MemoryNeed> needs = new ArrayList<>();
        for (Precision precision : List.of(Precision.BFLOAT16, Precision.FLOAT32)) {
            if (!config.tokenDrop().stages().isEmpty()) {
                needs.add(MemoryNeed.of(config, config.tokenDrop(), precision, reserve));
            }
            needs.add(MemoryNeed.of(config, TokenDropConfig.NONE, precision, reserve));
        }
        return List.copyOf(needs);
    }
}
