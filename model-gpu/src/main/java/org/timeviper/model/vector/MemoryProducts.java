package org.timeviper.model.vector;

import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import jdk.incubator.vector.FloatVector;
import org.timeviper.model.vector.VectorArithmetic.Lanes;

/**
 * Products of a matrix in native memory, straight from there: that memory is read and numbers are multiplied goes on at the same time. The sums are those of
 * {@link VectorArithmetic#product}, to the last digit.
 *
 * @param numbers rows of {@code columns} numbers each, one behind the other
 * @param segment their memory, see {@link MemoryVectors}
 */
record MemoryProducts(Numbers numbers, Object segment, int columns) {

    /** Products of a matrix whose numbers are these. */
    static MemoryProducts of(Numbers numbers, int columns) {
        Buffer memory =
                switch (numbers) {
                    case Numbers.Float32(FloatBuffer values) -> values;
                    case Numbers.Bfloat16(ShortBuffer halves) -> halves;
                };
        return new MemoryProducts(numbers, MemoryVectors.segment(memory), columns);
    }

    /**
     * Some rows times a vector: {@code y[r] = w[r]·x}.
     *
     * @param from the first of the rows
     * @param to behind the last
     */
    void product(float[] x, float[] y, int from, int to) {
        float[] sums = new float[4 * Lanes.COUNT];
        int apart = Math.ceilDiv(to - from, 4);
        for (int row = from; row < from + apart; row++) {
            switch (numbers) {
                case Numbers.Float32 floats -> fourRows(row, apart, to - 1, x, sums);
                case Numbers.Bfloat16 halves -> fourRowsOfHalves(row, apart, to - 1, x, sums);
            }
            Lanes.sumFour(sums);
            for (int i = 0, at = row; i < 4 && at < to; i++, at += apart) {
                y[at] = sums[i];
                addRest(at, x, y);
            }
        }
    }

    /**
     * Four rows together: each number of x is loaded once for them, and four sums grow independently. They are a quarter of all rows apart, so that the
     * processor meets with four stretches of memory that go on and on, and not with four that end with every row.
     *
     * <p>The sums are left in an array, for a vector that is handed to a method lies on the heap where the compiler does not take in that method, in every round of the loop, too.
     *
     * @param last to be taken again in place of rows behind it
     * @param sums takes the four vectors of sums
     */
    private void fourRows(int row, int apart, int last, float[] x, float[] sums) {
        long first = place(row);
        long second = place(Math.min(row + apart, last));
        long third = place(Math.min(row + 2 * apart, last));
        long fourth = place(Math.min(row + 3 * apart, last));
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int bound = Lanes.FLOATS.loopBound(columns);
        for (int i = 0; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            long at = (long) i * Float.BYTES;
            a = MemoryVectors.floats(segment, first + at).fma(v, a);
            b = MemoryVectors.floats(segment, second + at).fma(v, b);
            c = MemoryVectors.floats(segment, third + at).fma(v, c);
            d = MemoryVectors.floats(segment, fourth + at).fma(v, d);
        }
        a.intoArray(sums, 0);
        b.intoArray(sums, Lanes.COUNT);
        c.intoArray(sums, 2 * Lanes.COUNT);
        d.intoArray(sums, 3 * Lanes.COUNT);
    }

    /** The same of bfloat16 numbers. */
    private void fourRowsOfHalves(int row, int apart, int last, float[] x, float[] sums) {
        long first = place(row);
        long second = place(Math.min(row + apart, last));
        long third = place(Math.min(row + 2 * apart, last));
        long fourth = place(Math.min(row + 3 * apart, last));
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int bound = Lanes.FLOATS.loopBound(columns);
        for (int i = 0; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            long at = (long) i * Short.BYTES;
            a = Lanes.widened(MemoryVectors.shorts(segment, first + at)).fma(v, a);
            b = Lanes.widened(MemoryVectors.shorts(segment, second + at)).fma(v, b);
            c = Lanes.widened(MemoryVectors.shorts(segment, third + at)).fma(v, c);
            d = Lanes.widened(MemoryVectors.shorts(segment, fourth + at)).fma(v, d);
        }
        a.intoArray(sums, 0);
        b.intoArray(sums, Lanes.COUNT);
        c.intoArray(sums, 2 * Lanes.COUNT);
        d.intoArray(sums, 3 * Lanes.COUNT);
    }

    /** The byte at which a row begins. */
    private long place(int row) {
        return (long) row * columns * numbers.bytes();
    }

    /** What a row's last numbers add, which fill no vector. */
    private void addRest(int row, float[] x, float[] y) {
        for (int i = Lanes.FLOATS.loopBound(columns); i < columns; i++) {
            y[row] += numbers.get(row * columns + i) * x[i];
        }
    }
}
