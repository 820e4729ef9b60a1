package org.timeviper.model.benchmark;

import ai.djl.ndarray.NDArray;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Kernels;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;

/**
 * What a device can do at most, in a second: what shares are of.
 *
 * @param products operations in products of two large square matrices, a multiplication and an addition being two
 * @param copies bytes that are read and written in copies of a long array, both counted
 */
record DeviceCeilings(Map<Precision, Double> products, double copies) {
    private static final int ROUNDS = 3;
    private static final int TIMES = 5;
    private static final int DRAWN_ROWS = 256;

    /** Measures both, with matrices and arrays as large as it takes to occupy the device. */
    static DeviceCeilings measure(Kernels kernels) {
        boolean card = kernels.device().kind() == ComputeDevice.Kind.CUDA;
        int side = card ? 8192 : 512;
        long numbers = card ? 1L << 28 : 1L << 24;
        Map<Precision, Double> products = new EnumMap<>(Precision.class);
        try (Workspace memory = kernels.workspace()) {
            NDArray matrix = drawn(memory, side, side);
            for (Precision precision : Precision.values()) {
                NDArray factor = memory.copy(matrix, precision);
                products.put(
                        precision, 2 * Math.pow(side, 3) * aSecond(kernels, scratch -> scratch.linear(factor, factor)));
            }
            NDArray source = drawn(memory, numbers / side, side);
            NDArray target = memory.zeros(source, numbers / side, side);
            double copies = aSecond(kernels, scratch -> scratch.write(target, 0, 0, source));
            return new DeviceCeilings(products, 2.0 * Float.BYTES * numbers * copies);
        }
    }

    private interface Task {
        void run(Workspace scratch);
    }

    /** How often a task is done in a second, in the best of several rounds behind one that is not timed. */
    private static double aSecond(Kernels kernels, Task task) {
        double best = Double.POSITIVE_INFINITY;
        for (int round = 0; round <= ROUNDS; round++) {
            long begin = System.nanoTime();
            for (int i = 0; i < TIMES; i++) {
                try (Workspace scratch = kernels.workspace()) {
                    task.run(scratch);
                }
            }
            kernels.awaitDevice();
            best = round == 0 ? best : Math.min(best, CardReport.secondsSince(begin));
        }
        return TIMES / best;
    }

    /** Some rows, drawn, over and over. */
    private static NDArray drawn(Workspace memory, long rows, int columns) {
        Random random = new Random(1);
        float[] values = new float[DRAWN_ROWS * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        NDArray block = memory.floats(values, DRAWN_ROWS, columns);
        NDArray all = memory.zeros(block, rows, columns);
        for (long row = 0; row < rows; row += DRAWN_ROWS) {
            memory.write(all, 0, row, block);
        }
        return all;
    }
}
