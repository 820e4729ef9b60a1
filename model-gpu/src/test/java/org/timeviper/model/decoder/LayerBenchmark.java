package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.benchmark.BenchmarkModels;
import org.timeviper.model.benchmark.ModelBenchmark;
import org.timeviper.model.benchmark.SpeedBenchmark;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;

/** One decoder layer of each kind at a time: a chunk of a prefill, and a decode step behind it. */
public class LayerBenchmark extends SpeedBenchmark {
    private static final int TOKENS = ModelBenchmark.TOKENS;
    private static final int STEPS = 16;

    /** Which weights. */
    @Param({"STARTER", "LARGER"})
    public BenchmarkModels model;

    /** Of the matrices. */
    @Param({"FLOAT32", "BFLOAT16"})
    public Precision precision;

    /** The first layer of this kind. */
    @Param({"MAMBA", "ATTENTION", "MLP"})
    public LayerKind layer;

    private Network network;
    private Workspace memory;
    private int index;
    private NDArray stream;
    private NDArray token;
    private float[] numbers;
    private PromptPrefix empty;
    private PromptPrefix behind;

    /** Loads the model and draws its inputs. */
    @Setup
    public void load() {
        network = Network.load(model.directory(), new ModelOptions(ComputeDevice.cpu(), precision, 0));
        memory = network.kernels().workspace();
        index = network.config().decoder().layers().indexOf(layer);
        if (index < 0) {
            throw new IllegalArgumentException(network.config().name() + " has no layer of kind " + layer);
        }
        int hidden = network.config().decoder().hidden();
        stream = memory.floats(ModelBenchmark.gaussians(new Random(1), TOKENS * hidden), TOKENS, hidden);
        token = memory.rows(stream, 0, 1);
        numbers = token.toFloatArray();
        Decoder decoder = decoder();
        empty = decoder.prefix(new long[0], memory.rows(stream, 0, 1), PrefillListener.none());
        behind = decoder.prefix(new long[0], stream, PrefillListener.none());
    }

    private Decoder decoder() {
        return network.decoder().withoutDropping();
    }

    /** Tokens a second. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public void layerPrefill() {
        try (DecoderState state = empty.state().fork();
                Workspace scratch = network.kernels().workspace()) {
            network.decoder().mix(scratch, index, stream, state);
        }
    }

    /** Tokens a second, one at a time. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public void layerStep() {
        try (DecoderState state = behind.state().fork()) {
            for (int i = 0; i < STEPS; i++) {
                network.decoder()
                        .vectorStep()
                        .ifPresentOrElse(step -> stepByVectors(step, state), () -> stepByKernels(state));
            }
        }
    }

    private void stepByVectors(VectorStep step, DecoderState state) {
        step.mix(index, numbers.clone(), new float[numbers.length], state.inPlace());
    }

    private void stepByKernels(DecoderState state) {
        try (Workspace scratch = network.kernels().workspace()) {
            network.decoder().mix(scratch, index, token, state);
        }
    }

    /** Gives the native memory back. */
    @TearDown
    public void close() {
        empty.close();
        behind.close();
        memory.close();
        network.close();
    }
}
