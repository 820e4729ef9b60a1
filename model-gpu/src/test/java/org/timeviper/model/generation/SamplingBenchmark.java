package org.timeviper.model.generation;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
import org.timeviper.model.benchmark.ModelBenchmark;
import org.timeviper.model.oracle.SlowSampling;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Kernels;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;

/** How long it takes to choose a token when the model has computed the scores of all of them, as it is done and by the plain formulas. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class SamplingBenchmark {
    private static final int SEQUENCES = 32;
    private static final int DRAWS = 25;
    /** Of the scores. */
    private static final float SPREAD = 2.5f;

    /** Token ids. */
    @Param("131072")
    public int vocabulary;

    private Kernels kernels;
    private Workspace memory;
    private NDArray together;
    private float[] logits;
    private double[] points;
    private Random random;
    private NucleusSampler nucleus;
    private NucleusSampler everything;

    private static final Sampling.Nucleus NUCLEUS = new Sampling.Nucleus(0.8, 0.95, 1);
    private static final Sampling.Nucleus EVERYTHING = new Sampling.Nucleus(1, 1, 1);

    /** Draws the scores. */
    @Setup
    public void load() {
        kernels = Kernels.load(ComputeDevice.cpu(), 0);
        memory = kernels.workspace();
        random = new Random(1);
        float[] all = ModelBenchmark.gaussians(random, SEQUENCES * vocabulary);
        for (int i = 0; i < all.length; i++) {
            all[i] *= SPREAD;
        }
        together = memory.floats(all, SEQUENCES, vocabulary);
        logits = Arrays.copyOf(all, vocabulary);
        points = new double[DRAWS];
        Arrays.setAll(points, i -> (i + 0.5) / DRAWS);
        nucleus = new NucleusSampler(NUCLEUS, random);
        everything = new NucleusSampler(EVERYTHING, random);
    }

    /** The likeliest token with its probability. */
    @Benchmark
    public Object greedy() {
        return Logits.greedy(logits);
    }

    /** The same by its formula. */
    @Benchmark
    public double greedyPlain() {
        return SlowSampling.logProbability(logits, SlowSampling.likeliest(logits));
    }

    /** A draw from the likeliest tokens. */
    @Benchmark
    public Object nucleus() {
        return nucleus.draw(logits);
    }

    /** The same from the sorted ids. */
    @Benchmark
    public double nucleusPlain() {
        return SlowSampling.logProbability(logits, SlowSampling.draw(logits, NUCLEUS, random));
    }

    /** A draw from all tokens. */
    @Benchmark
    public Object everything() {
        return everything.draw(logits);
    }

    /** The same from the sorted ids. */
    @Benchmark
    public double everythingPlain() {
        return SlowSampling.logProbability(logits, SlowSampling.draw(logits, EVERYTHING, random));
    }

    /** Where answers that are drawn together part. */
    @Benchmark
    public Object line() {
        return LinePart.divide(logits, points);
    }

    /** The same by the probability of each id. */
    @Benchmark
    public Object linePlain() {
        return SlowSampling.divide(logits, points);
    }

    /** The likeliest token of each sequence of a batch, out of the engine's memory. */
    @Benchmark
    @OperationsPerInvocation(SEQUENCES)
    public double batch() {
        try (Workspace scratch = kernels.workspace()) {
            Workspace.Pair likeliest = scratch.likeliest(scratch.copy(together, Precision.FLOAT32));
            return likeliest.first().toLongArray()[0] + likeliest.second().toDoubleArray()[0];
        }
    }

    /** The same with all scores fetched. */
    @Benchmark
    @OperationsPerInvocation(SEQUENCES)
    public double batchPlain() {
        float[] all;
        try (Workspace scratch = kernels.workspace()) {
            all = scratch.copy(together, Precision.FLOAT32).toFloatArray();
        }
        double sum = 0;
        for (int row = 0; row < SEQUENCES; row++) {
            float[] its = Arrays.copyOfRange(all, row * vocabulary, (row + 1) * vocabulary);
            sum += SlowSampling.logProbability(its, SlowSampling.likeliest(its));
        }
        return sum;
    }

    /** Gives the native memory back. */
    @TearDown
    public void close() {
        memory.close();
        kernels.close();
    }
}
