package org.timeviper.model.benchmark;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.PrefillListener;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.decoder.PromptPrefix;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vision.Picture;
import org.timeviper.model.vision.PictureBuffer;

/** The model's speed. No token is dropped, so that every token passes every layer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 3)
public class ModelBenchmark {
    static final int FRAMES = 16;
    static final int TOKENS = 2048;
    static final int STEPS = 64;

    /** Which weights. */
    @Param({"STARTER", "LARGER"})
    public BenchmarkModels model;

    /** Of the decoder; the vision transformer is float32 in both. */
    @Param({"FLOAT32", "BFLOAT16"})
    public Precision precision;

    private Network network;
    private Decoder decoder;
    private Workspace memory;
    private List<Picture> pictures;
    private NDArray visual;
    private PromptPrefix prefix;

    /** Loads the model and draws its inputs. */
    @Setup
    public void load() {
        network = Network.load(model.directory(), new ModelOptions(ComputeDevice.cpu(), precision, 0));
        decoder = network.decoder().withoutDropping();
        memory = network.kernels().workspace();
        Random random = new Random(1);
        pictures = IntStream.range(0, FRAMES).mapToObj(i -> picture(random)).toList();
        int hidden = network.config().decoder().hidden();
        visual = memory.floats(gaussians(random, TOKENS * hidden), TOKENS, hidden);
        prefix = decoder.prefix(new long[] {1}, visual, PrefillListener.none());
    }

    private static Picture picture(Random random) {
        byte[] rgb = new byte[640 * 360 * 3];
        random.nextBytes(rgb);
        return new Picture(640, 360, rgb);
    }

    static float[] gaussians(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Frames a second from decoded pictures to visual embeddings: resizing, vision transformer, token merging, projector. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public float vision() {
        try (Workspace scratch = network.kernels().workspace()) {
            return scratch.rows(network.vision().look(scratch, new PictureBuffer(), pictures), 0, 1)
                    .toFloatArray()[0];
        }
    }

    /** Tokens a second through a prefill. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public float prefill() {
        try (PromptPrefix read = decoder.prefix(new long[] {1}, visual, PrefillListener.none());
                Prefilled prompt = decoder.instruct(read, new long[] {2}, PrefillListener.none())) {
            return prompt.logits()[0];
        }
    }

    /** Tokens a second, one at a time behind a prompt of {@link #TOKENS}: as many as an answer has, so that the cache does not grow. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public float decode() {
        try (Prefilled prompt = decoder.instruct(prefix, new long[] {2}, PrefillListener.none())) {
            float last = prompt.logits()[0];
            for (int i = 1; i < STEPS; i++) {
                last = decoder.step(prompt.state(), i)[0];
            }
            return last;
        }
    }

    /** Gives the native memory back. */
    @TearDown
    public void close() {
        prefix.close();
        memory.close();
        network.close();
    }
}
