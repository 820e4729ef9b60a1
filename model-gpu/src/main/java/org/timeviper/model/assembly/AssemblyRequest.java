package org.timeviper.model.assembly;

import java.nio.file.Path;
import java.util.Optional;
import org.timeviper.model.config.ModelException;

/**
 * What is to be put together. Of a tensor that several parts hold, the TimeViper checkpoint's is taken: it was trained further.
 *
 * @param language a Nemotron-H or Qwen2.5 folder with {@code config.json}, weights and {@code tokenizer.json}
 * @param vision a vision transformer as timm writes it: a file, or its folder
 * @param timeviper what TimeViper adds, or all of it: a file, or its folder
 * @param tokenizer {@code tokenizer.json}; empty to take the one beside the TimeViper checkpoint or the language model
 * @param choices what the parts do not say
 * @param out the folder to make, which must not be there yet
 * @param output how it is written
 */
public record AssemblyRequest(
        Optional<Path> language,
        Optional<Path> vision,
        Optional<Path> timeviper,
        Optional<Path> tokenizer,
        Choices choices,
        Path out,
        Output output) {

    /** @throws ModelException if the folder to make has no name */
    public AssemblyRequest {
        if (out.toAbsolutePath().normalize().getFileName() == null) {
            throw new ModelException("name a folder to make, not " + out);
        }
        out = out.toAbsolutePath().normalize();
    }

    /**
     * What the parts do not say of themselves.
     *
     * @param preset empty for the published setup, sized by the language model's own {@code config.json}
     * @param visionBackbone a name of the registry; empty to tell it from timm's {@code config.json}, the file's name or the preset
     * @param imageSize side of the picture in pixels; empty for the backbone's
     * @param projector {@code tome_mlp-K} or {@code gelu_mlp}; empty for the preset's
     * @param schedule of token dropping, blank for none; empty for the preset's. With TransV if the checkpoint holds its weights
     */
    public record Choices(
            Optional<Preset> preset,
            Optional<String> visionBackbone,
            Optional<Integer> imageSize,
            Optional<String> projector,
            Optional<String> schedule) {

        /** Nothing is chosen. */
        public static final Choices NONE =
                new Choices(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * How the folder is written.
     *
     * @param shardBytes about how large a file may become; one tensor is never cut
     * @param leaveOutSurplus whether tensors that the config has no use for are left out; else they are faults
     */
    public record Output(long shardBytes, boolean leaveOutSurplus) {

        /** Files of 5 GB, and surplus is a fault. */
        public static final Output USUAL = new Output(5_000_000_000L, false);

        /** @throws IllegalArgumentException if a file could hold nothing */
        public Output {
            if (shardBytes < 1) {
                throw new IllegalArgumentException("a file holds 1 byte or more, not " + shardBytes);
            }
        }
    }
}
