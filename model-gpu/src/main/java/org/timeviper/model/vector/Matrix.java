package org.timeviper.model.vector;

import ai.djl.ndarray.NDArray;

/**
 * A matrix that stays in native memory, by which vectors are multiplied. The array must live as long.
 *
 * <p>One vector is multiplied by the numbers where they lie. Of several a block of rows at a time is copied to where the processor's nearest cache keeps it: all of them read it from
 * there.
 */
public final class Matrix {
    /** Numbers of a block: together with the vector they fit the nearest cache. */
    private static final int BLOCK = 4096;

    private static final ThreadLocal<Room> BLOCKS = ThreadLocal.withInitial(Room::new);

    private final Numbers numbers;
    private final int rows;
    private final int columns;
    private final MemoryProducts inPlace;
    private final Crew crew;

    /** @param array (rows, columns), see {@link Numbers#of} */
    public Matrix(NDArray array, Crew crew) {
        this.numbers = Numbers.of(array);
        this.rows = Math.toIntExact(array.getShape().get(0));
        this.columns = Math.toIntExact(array.getShape().get(1));
        this.inPlace = MemoryProducts.of(numbers, columns);
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

    /** Whether its numbers have 16 bits each. */
    public boolean isBfloat16() {
        return numbers instanceof Numbers.Bfloat16;
    }

    /**
     * Multiplies by some vectors, one behind the other, of as many numbers each as there are columns: one number a row. Every number of the matrix is read once for all of them, and what becomes of one does not
     * depend on the others, to the last digit.
     */
    public float[] times(float[] x, int vectors) {
        float[] y = new float[vectors * rows];
        crew.share(rows, (long) vectors * rows * columns, (from, to) -> multiply(x, vectors, y, from, to));
        return y;
    }

    private void multiply(float[] x, int vectors, float[] y, int from, int to) {
        if (vectors == 1) {
            inPlace.product(x, y, from, to);
            return;
        }
        int together = Math.max(4, BLOCK / columns / 4 * 4);
        for (int row = from; row < to; row += together) {
            int count = Math.min(together, to - row);
            float[] block = BLOCKS.get().floats(count * columns);
            numbers.read(row * columns, block, 0, count * columns);
            VectorArithmetic.products(block, count, columns, x, 0, vectors, y, row, rows);
        }
    }

    /** A thread's room for a block. */
    private static final class Room {
        private float[] floats = {};

        float[] floats(int least) {
            if (floats.length < least) {
                floats = new float[least];
            }
            return floats;
        }
    }
}
