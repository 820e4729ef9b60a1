package org.timeviper.model.benchmark;

import ai.djl.ndarray.NDArray;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Kernels;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;

/**
 * What the machine can do at most, with as many threads as the engine has: products of two large matrices, bound by arithmetic, and long arrays that are read, or read and written, bound by
 * memory. The former are the model's own kernel; the latter are none of the model's.
 */
public class MachineBenchmark extends SpeedBenchmark {
    /** Rows and columns of both factors. */
    static final int SIDE = 2048;
    /** Of a long array: many times what a cache holds. */
    static final long BYTES = 512L << 20;

    private static final int ROW = 1 << 20;

    /** Square matrices in both precisions. */
    @State(Scope.Benchmark)
    public static class Factors {
        private final Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0);
        private final Workspace memory = kernels.workspace();
        private NDArray float32;
        private NDArray bfloat16;

        /** Draws them. */
        @Setup
        public void fill() {
            float32 = memory.floats(ModelBenchmark.gaussians(new Random(1), SIDE * SIDE), SIDE, SIDE);
            bfloat16 = memory.copy(float32, Precision.BFLOAT16);
        }

        private void product(NDArray factor) {
            try (Workspace scratch = kernels.workspace()) {
                scratch.linear(factor, factor);
            }
        }

        /** Gives the native memory back. */
        @TearDown
        public void close() {
            memory.close();
            kernels.close();
        }
    }

    /** Two long arrays of the engine's. */
    @State(Scope.Benchmark)
    public static class Streams {
        private final Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0);
        private final Workspace memory = kernels.workspace();
        private NDArray source;
        private NDArray target;

        /** Has them really lie in memory. */
        @Setup
        public void fill() {
            try (Workspace scratch = kernels.workspace()) {
                NDArray row = scratch.floats(ModelBenchmark.gaussians(new Random(1), ROW), 1, ROW);
                source = memory.zeros(row, BYTES / Float.BYTES / ROW, ROW);
                target = memory.zeros(row, BYTES / Float.BYTES / ROW, ROW);
                memory.add(source, row);
                memory.add(target, row);
            }
        }

        /** Gives the native memory back. */
        @TearDown
        public void close() {
            memory.close();
            kernels.close();
        }
    }

    /** Products of two square matrices a second. */
    @Benchmark
    public void float32Product(Factors factors) {
        factors.product(factors.float32);
    }

    /** Products of two square matrices a second. */
    @Benchmark
    public void bfloat16Product(Factors factors) {
        factors.product(factors.bfloat16);
    }

    /** Sums of a long array a second. */
    @Benchmark
    public float read(Streams streams) {
        try (NDArray sum = streams.source.sum()) {
            return sum.getFloat();
        }
    }

    /** Additions of a long array to another a second: both are read, and one is written. */
    @Benchmark
    public void add(Streams streams) {
        streams.memory.add(streams.target, streams.source);
    }
}
