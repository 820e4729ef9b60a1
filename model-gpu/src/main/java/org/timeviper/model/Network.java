package org.timeviper.model;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.config.TokenDropConfig;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.tensor.EngineLanes;
import org.timeviper.model.tensor.Kernels;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vision.Picture;
import org.timeviper.model.vision.PictureBuffer;
import org.timeviper.model.vision.VisionEncoder;

/**
 * A model's weights on a device: what computes, without tokenizer and templates. Immutable; holds native memory until {@link #close()}.
 *
 * <p>On a processor the vision transformer is float32 in every precision: token merging decides by comparing its features, and rounded features
 * decide otherwise. On a card, where float32 takes many times as long, it is in the decoder's precision; its stream, norms and the softmax of its
 * attention are float32 there, too.
 */
public final class Network implements AutoCloseable {
    private final ModelConfig config;
    private final ModelOptions options;
    private final Kernels kernels;
    private final Workspace memory;
    private final VisionEncoder vision;
    private final Decoder decoder;

    /** @param written what {@code config.json} says, and the checkpoint's tensors are */
    private Network(
            ModelConfig written,
            Optional<TokenDropConfig> tokenDrop,
            ModelOptions options,
            Kernels kernels,
            Workspace memory,
            Checkpoint checkpoint) {
        this.config = tokenDrop.map(written::withTokenDrop).orElse(written);
        this.options = options;
        this.kernels = kernels;
        this.memory = memory;
        Optional<EngineLanes> lanes = options.lanes();
        this.vision = new VisionEncoder(
                new Weights(checkpoint, memory, options.otherPrecision()), memory, config, options.crew(), lanes);
        Decoder trained = new Decoder(
                kernels,
                new Weights(checkpoint, memory, options.precision()),
                written,
                options.chunkTokens(),
                options.crew(),
                lanes);
        this.decoder = tokenDrop.map(trained::withDropping).orElse(trained);
    }

    /**
     * Loads a model directory.
     *
     * @param directory holds {@code config.json} and a checkpoint
     * @throws ModelException if the config cannot be, or there is no such device
     * @throws org.timeviper.model.checkpoint.CheckpointException if the checkpoint is damaged or does not fit the config
     */
    public static Network load(Path directory, ModelOptions options) {
        return load(directory, options, Optional.empty());
    }

    /**
     * Loads a model directory, but has it drop tokens otherwise than it was trained to; see {@link Decoder#withDropping}.
     *
     * @param tokenDrop in place of what {@code config.json} says
     * @throws ModelException also if the model cannot drop tokens so
     */
    public static Network load(Path directory, ModelOptions options, TokenDropConfig tokenDrop) {
        return load(directory, options, Optional.of(tokenDrop));
    }

    private static Network load(Path directory, ModelOptions options, Optional<TokenDropConfig> tokenDrop) {
        ModelConfig config = ModelConfig.read(directory.resolve("config.json"));
        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            checkpoint.require(config, directory.toString());
            return assemble(config, tokenDrop, options, checkpoint);
        }
    }

    private static Network assemble(
            ModelConfig config, Optional<TokenDropConfig> tokenDrop, ModelOptions options, Checkpoint checkpoint) {
        Kernels kernels = Kernels.load(options.device(), options.threads(), options.otherPrecision());
        Workspace memory = kernels.workspace();
        try {
            return new Network(config, tokenDrop, options, kernels, memory, checkpoint);
        } catch (RuntimeException e) {
            memory.close();
            kernels.close();
            throw e;
        }
    }

    /** What {@code config.json} says, and how tokens are dropped. */
    public ModelConfig config() {
        return config;
    }

    /** How the model is run. */
    public ModelOptions options() {
        return options;
    }

    /** Frames to visual embeddings. */
    public VisionEncoder vision() {
        return vision;
    }

    /**
     * Looks at frames, batch by batch, while the next batch is read.
     *
     * @param owner frees the result
     * @param frames at least one
     * @param shown how many the decoder is to be shown: the last one stands for all that are missing
     * @param givenUp asked before every batch
     * @return (shown · tokens of a frame, hidden), float32
     * @throws CancellationException if it was given up
     */
    public NDArray look(Workspace owner, FrameSource frames, int shown, BooleanSupplier givenUp) {
        return look(owner, frames, shown, SeenFrames.none(), givenUp);
    }

    /** As {@link #look(Workspace, FrameSource, int, BooleanSupplier)}, but what was seen of frames before is copied, and only the others are read and looked at. */
    NDArray look(Workspace owner, FrameSource frames, int shown, SeenFrames seen, BooleanSupplier givenUp) {
        NDArray all = zeros(
                owner, (long) shown * config.tokensPerFrame(), config.decoder().hidden());
        copySeen(owner, frames, seen, all);
        lookAt(owner, frames, seen.missing(frames), all, givenUp);
        repeatLast(owner, frames.count(), shown, all);
        return all;
    }

    private void copySeen(Workspace owner, FrameSource frames, SeenFrames seen, NDArray all) {
        int tokens = config.tokensPerFrame();
        List<Double> seconds = frames.seconds();
        try (Workspace scratch = owner.sibling()) {
            for (int i = 0; i < seconds.size(); i++) {
                long start = (long) i * tokens;
                seen.of(scratch, seconds.get(i), tokens).ifPresent(rows -> scratch.write(all, 0, start, rows));
            }
        }
    }

    /** @param missing numbers of the frames that are looked at, in order */
    private void lookAt(
            Workspace owner, FrameSource frames, List<Integer> missing, NDArray all, BooleanSupplier givenUp) {
        int tokens = config.tokensPerFrame();
        PictureBuffer buffer = new PictureBuffer();
        int seen = 0;
        try (FrameBatches batches = new FrameBatches(frames.only(missing), options.frameBatch())) {
            while (batches.hasNext()) {
                if (givenUp.getAsBoolean()) {
                    throw new CancellationException("the look at " + frames.count() + " frames was given up");
                }
                List<Picture> pictures =
                        batches.next().stream().map(Frame::picture).toList();
                try (Workspace scratch = owner.sibling()) {
                    NDArray looked = vision.look(scratch, buffer, pictures);
                    for (int i = 0; i < pictures.size(); i++) {
                        NDArray rows = scratch.rows(looked, (long) i * tokens, tokens);
                        scratch.write(all, 0, (long) missing.get(seen + i) * tokens, rows);
                    }
                }
                seen += pictures.size();
            }
        }
    }

    private void repeatLast(Workspace owner, int count, int shown, NDArray all) {
        int tokens = config.tokensPerFrame();
        try (Workspace scratch = owner.sibling()) {
            NDArray last = scratch.rows(all, (count - 1L) * tokens, tokens);
            for (int i = count; i < shown; i++) {
                scratch.write(all, 0, (long) i * tokens, last);
            }
        }
    }

    private static NDArray zeros(Workspace owner, long rows, long columns) {
        try (Workspace scratch = owner.sibling()) {
            return owner.zeros(scratch.floats(new float[1], 1), rows, columns);
        }
    }

    /** The language model. */
    public Decoder decoder() {
        return decoder;
    }

    /** The device's kernels. */
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public void close() {
        memory.close();
        kernels.close();
    }
}
