package org.timeviper.model.benchmark;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.config.ProjectorConfig;
import org.timeviper.model.generation.Logits;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vision.Picture;
import org.timeviper.model.vision.PictureBuffer;

/** Stages without matrices between a picture and an answer's token, and the way into the engine. All of it is float32. */
public class StageBenchmark extends SpeedBenchmark {
    private static final int FRAMES = ModelBenchmark.FRAMES;
    private static final int CALLS = 100;

    /** Which weights. */
    @Param({"STARTER", "LARGER"})
    public BenchmarkModels model;

    private Network network;
    private Workspace memory;
    private List<Picture> pictures;
    private NDArray pixels;
    private NDArray features;
    private float[] logits;

    /** Loads the model and draws its inputs. */
    @Setup
    public void load() {
        network = Network.load(model.directory(), new ModelOptions(ComputeDevice.cpu(), Precision.FLOAT32, 0));
        memory = network.kernels().workspace();
        Random random = new Random(1);
        pictures = IntStream.range(0, FRAMES)
                .mapToObj(i -> ModelBenchmark.picture(random))
                .toList();
        int side = network.config().vision().imageSize();
        pixels = memory.floats(ModelBenchmark.gaussians(random, FRAMES * 3 * side * side), FRAMES, 3, side, side);
        features = network.vision().features(memory, pixels);
        logits = ModelBenchmark.gaussians(random, network.config().decoder().vocabulary());
    }

    /** Pictures a second, resized and normalised. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void preprocess() {
        PictureBuffer buffer = new PictureBuffer();
        try (Workspace scratch = network.kernels().workspace()) {
            network.vision().preprocess(scratch, buffer, pictures);
        }
    }

    /** Frames a second whose patches are merged, where they are. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void merge() {
        if (network.config().projector() instanceof ProjectorConfig.TokenMergingMlp merging) {
            try (Workspace scratch = network.kernels().workspace()) {
                scratch.mergeTokens(features, merging.tokens(), merging.order().ordinal());
            }
        }
    }

    /** Tokens a second that are chosen from logits, with their probability. */
    @Benchmark
    public double sampling() {
        return Logits.logProbability(logits, Logits.likeliest(logits));
    }

    /** Calls a second of a kernel that does nothing: into native memory and back. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void nativeCall() {
        try (Workspace scratch = network.kernels().workspace()) {
            for (int i = 0; i < CALLS; i++) {
                scratch.rows(pixels, 0, 1);
            }
        }
    }

    /** Gives the native memory back. */
    @TearDown
    public void close() {
        memory.close();
        network.close();
    }
}
