package org.timeviper.model.assembly;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.checkpoint.CheckpointException;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.checkpoint.TensorType;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.config.TensorLayout;

/**
 * Whether a model's folder is whole: the config, every tensor's name, shape and type, how the files are laid out, and the tokenizer.
 * Reads what files say of themselves, and no weight.
 *
 * @param directory the folder
 * @param tensors how many there are
 * @param bytes of all their values
 * @param unloaded how many of them no model is loaded from: training state, and what the config has no use for
 * @param unloadedBytes of their values
 * @param types how many tensors there are of each type
 * @param files that hold tensors, in order
 * @param faults each by itself; none if the model can be loaded
 */
public record ModelCheck(
        String directory,
        int tensors,
        long bytes,
        int unloaded,
        long unloadedBytes,
        Map<TensorType, Integer> types,
        List<String> files,
        List<String> faults) {

    /** Copies the lists. */
    public ModelCheck {
        files = List.copyOf(files);
        faults = List.copyOf(faults);
    }

    /** Looks at a folder; whatever is wrong is told by the result. */
    public static ModelCheck of(Path directory) {
        List<String> faults = new ArrayList<>();
        Optional<ModelConfig> config = config(directory, faults);
        List<TensorInfo> tensors = new ArrayList<>();
        List<String> files = new ArrayList<>();
        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            checkpoint.names().forEach(name -> tensors.add(checkpoint.info(name)));
            checkpoint.names().stream()
                    .map(name -> checkpoint.home(name).getFileName().toString())
                    .distinct()
                    .sorted()
                    .forEach(files::add);
            config.ifPresent(known -> faults.addAll(checkpoint.misfits(known)));
        } catch (CheckpointException e) {
            faults.addAll(e.faults());
        }
        config.ifPresent(known -> faults.addAll(TokenizerFit.faults(directory.resolve("tokenizer.json"), known)));
        List<TensorInfo> unloaded = tensors.stream()
                .filter(tensor -> isUnloaded(tensor.name(), config))
                .toList();
        Map<TensorType, Integer> types = new TreeMap<>();
        tensors.forEach(tensor -> types.merge(tensor.type(), 1, Integer::sum));
        return new ModelCheck(
                directory.toString(),
                tensors.size(),
                tensors.stream().mapToLong(TensorInfo::bytes).sum(),
                unloaded.size(),
                unloaded.stream().mapToLong(TensorInfo::bytes).sum(),
                types,
                files,
                faults);
    }

    private static boolean isUnloaded(String tensor, Optional<ModelConfig> config) {
        return config.map(known -> TensorLayout.mayBeIgnored(tensor, known)
                        && !TensorLayout.of(known).containsKey(tensor))
                .orElseGet(() -> TensorLayout.isTrainingState(tensor));
    }

    private static Optional<ModelConfig> config(Path directory, List<String> faults) {
        try {
            return Optional.of(ModelConfig.read(directory.resolve("config.json")));
        } catch (ModelException e) {
            faults.add(e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether nothing is wrong. */
    public boolean whole() {
        return faults.isEmpty();
    }
}
