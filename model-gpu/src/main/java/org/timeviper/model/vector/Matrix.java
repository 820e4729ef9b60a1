package org.timeviper.model.vector;

import ai.djl.ndarray.NDArray;
import java.nio.ShortBuffer;

/**
 * A matrix that stays in native memory, by which vectors are multiplied: a block of rows at a time is copied to where the processor's nearest cache keeps it. The array must live as long.
 */
public final class Matrix {
    /** Numbers of a block: together with the vector they fit the nearest cache. */
    private static final int BLOCK = 4096;

    private static final ThreadLocal<Room> BLOCKS = ThreadLocal.withInitial(Room::new);

    private final Numbers numbers;
    private final int rows;
    private final int columns;
    private final Crew crew;

    /** @param array (rows, columns), see {@link Numbers#of} */
    public Matrix(NDArray array, Crew crew) {
        this.numbers = Numbers.of(array);
        this.rows = Math.toIntExact(array.getShape().get(0));
        this.columns = Math.toIntExact(array.getShape().get(1));
        this.crew = crew;
    }

    /** How many numbers {@link #times} gives. */
    public int rows() {
        return rows;
    }

    /**
     * One row, copied.
     *
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public float[] row(long row) {
        float[] copy = new float[columns];
        numbers.read(Math.multiplyExact(Math.toIntExact(row), columns), copy, 0, columns);
        return copy;
    }

    /** Multiplies by a vector of as many numbers as there are columns: one number a row. */
    public float[] times(float[] x) {
        float[] y = new float[rows];
        crew.share(rows, (long) rows * columns, (from, to) -> multiply(x, y, from, to));
        return y;
    }

    private void multiply(float[] x, float[] y, int from, int to) {
        int together = Math.max(4, BLOCK / columns / 4 * 4);
        for (int row = from; row < to; row += together) {
            int count = Math.min(together, to - row);
            switch (numbers) {
                case Numbers.Float32 floats -> {
                    float[] block = BLOCKS.get().floats(count * columns);
                    floats.read(row * columns, block, 0, count * columns);
                    VectorArithmetic.product(block, count, columns, x, 0, y, row);
                }
                case Numbers.Bfloat16(ShortBuffer halves) -> {
                    short[] block = BLOCKS.get().halves(count * columns);
                    halves.get(row * columns, block, 0, count * columns);
                    VectorArithmetic.product(block, count, columns, x, y, row);
                }
            }
        }
    }

    /** A thread's room for a block. */
    private static final class Room {
        private float[] floats = {};
        private short[] halves = {};

        float[] floats(int least) {
            if (floats.length < least) {
                floats = new float[least];
            }
            return floats;
        }

        short[] halves(int least) {
            if (halves.length < least) {
                halves = new short[least];
            }
            return halves;
        }
    }
}
