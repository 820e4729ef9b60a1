package org.timeviper.model.benchmark;

import ai.djl.ndarray.NDArray;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Kernels;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;

/**
 * What the machine can do at most, by the same kernel that the model's layers use: products of two large matrices, bound by
 * arithmetic, and of a large matrix with a vector, bound by memory, as decode steps are.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 3)
public class MachineBenchmark {
    static final int SIDE = 2048;
    /** Columns of the matrix that meets a vector: too large for any cache. */
    static final int LONG_SIDE = 16 * SIDE;

    /** Of both factors. */
    @Param({"FLOAT32", "BFLOAT16"})
    public Precision precision;

    private Kernels kernels;
    private Workspace memory;
    private NDArray square;
    private NDArray large;
    private NDArray vector;

    /** Draws the matrices. */
    @Setup
    public void fill() {
        kernels = Kernels.load(ComputeDevice.cpu(), 0);
        memory = kernels.workspace();
        square = matrix(SIDE, SIDE);
        large = matrix(LONG_SIDE, SIDE);
        vector = matrix(1, SIDE);
    }

    private NDArray matrix(int rows, int columns) {
        float[] values = ModelBenchmark.gaussians(new Random(rows), rows * columns);
        return memory.copy(memory.floats(values, rows, columns), precision);
    }

    /** Products of two square matrices a second. */
    @Benchmark
    public void matrixProduct() {
        try (Workspace scratch = kernels.workspace()) {
            scratch.linear(square, square);
        }
    }

    /** Products of a matrix with a vector a second. */
    @Benchmark
    public void vectorProduct() {
        try (Workspace scratch = kernels.workspace()) {
            scratch.linear(vector, large);
        }
    }

    /** Gives the native memory back. */
    @TearDown
    public void close() {
        memory.close();
        kernels.close();
    }
}
