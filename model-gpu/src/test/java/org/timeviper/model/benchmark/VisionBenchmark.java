package org.timeviper.model.benchmark;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Kernels;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vision.VisionEncoder;

/** What the vision part's matrices take, in either precision. On a processor the service has them in float32, for rounded features are merged otherwise; bfloat16 tells what that costs. */
public class VisionBenchmark extends SpeedBenchmark {
    private static final int FRAMES = ModelBenchmark.FRAMES;

    /** Which weights. */
    @Param({"STARTER", "LARGER"})
    public BenchmarkModels model;

    /** Of the matrices. */
    @Param({"FLOAT32", "BFLOAT16"})
    public Precision precision;

    private Kernels kernels;
    private Workspace memory;
    private VisionEncoder vision;
    private NDArray pixels;
    private NDArray tokens;

    /** Loads the vision part and draws its inputs. */
    @Setup
    public void load() {
        ModelConfig config = model.config();
        kernels = Kernels.load(ComputeDevice.cpu(), 0);
        memory = kernels.workspace();
        try (Checkpoint checkpoint = Checkpoint.open(model.directory())) {
            vision = new VisionEncoder(
                    new Weights(checkpoint, memory, precision), memory, config, Optional.empty(), Optional.empty());
        }
        int side = config.vision().imageSize();
        int channels = config.vision().embedDim();
        int each = config.tokensPerFrame();
        Random random = new Random(1);
        pixels = memory.floats(ModelBenchmark.gaussians(random, FRAMES * 3 * side * side), FRAMES, 3, side, side);
        tokens = memory.floats(ModelBenchmark.gaussians(random, FRAMES * each * channels), FRAMES, each, channels);
    }

    /** Frames a second through the vision transformer. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void transformer() {
        try (Workspace scratch = kernels.workspace()) {
            vision.features(scratch, pixels);
        }
    }

    /** Frames a second whose merged tokens are projected. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void project() {
        try (Workspace scratch = kernels.workspace()) {
            vision.projected(scratch, tokens);
        }
    }

    /** Gives the native memory back. */
    @TearDown
    public void close() {
        memory.close();
        kernels.close();
    }
}
