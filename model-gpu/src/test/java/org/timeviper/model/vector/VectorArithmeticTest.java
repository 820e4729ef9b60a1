package org.timeviper.model.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Kernels;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;

/** Holds sums and functions over stretches of any length and place to plain loops in double precision, and matrices in native memory to the engine's. */
class VectorArithmeticTest {
    private static final float CLOSE = 1e-4f;
    private static final Kernels KERNELS = Kernels.load(ComputeDevice.cpu(), 0);

    private static float[] drawn(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void sumsOfProductsAreThoseOfPlainLoops(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 11) int rows,
            @ForAll @IntRange(min = 1, max = 70) int columns,
            @ForAll @IntRange(max = 5) int at) {
        Random random = new Random(seed);
        float[] w = drawn(random, rows * columns);
        float[] x = drawn(random, at + columns);
        float[] weights = drawn(random, rows);
        float[] products = new float[at + rows];
        float[] sums = drawn(random, at + columns);
        double[] expected = new double[columns];
        for (int column = 0; column < columns; column++) {
            expected[column] = sums[at + column];
        }
        VectorArithmetic.product(w, rows, columns, x, at, products, at);
        VectorArithmetic.addRows(w, rows, columns, weights, 0, sums, at);
        for (int row = 0; row < rows; row++) {
            double product = 0;
            for (int column = 0; column < columns; column++) {
                product += (double) w[row * columns + column] * x[at + column];
                expected[column] += (double) weights[row] * w[row * columns + column];
            }
            assertEquals(product, products[at + row], CLOSE);
            assertEquals(product, VectorArithmetic.dot(w, row * columns, x, at, columns), CLOSE);
        }
        for (int column = 0; column < columns; column++) {
            assertEquals(expected[column], sums[at + column], CLOSE);
        }
    }

    /** Of which what becomes of one by itself is held to plain loops above. */
    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void severalVectorsAreMultipliedAsEachByItself(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 11) int rows,
            @ForAll @IntRange(min = 1, max = 70) int columns,
            @ForAll @IntRange(min = 1, max = 6) int vectors) {
        Random random = new Random(seed);
        float[] w = drawn(random, rows * columns);
        float[] x = drawn(random, 2 + vectors * columns);
        float[] untouched = drawn(random, 1 + vectors * (rows + 3));
        float[] together = untouched.clone();
        float[] alone = untouched.clone();
        VectorArithmetic.products(w, rows, columns, x, 2, vectors, together, 1, rows + 3);
        for (int vector = 0; vector < vectors; vector++) {
            VectorArithmetic.product(w, rows, columns, x, 2 + vector * columns, alone, 1 + vector * (rows + 3));
        }
        assertArrayEquals(alone, together);
        for (int row = 0; row < rows; row++) {
            assertEquals(VectorArithmetic.dot(w, row * columns, x, 2, columns), together[1 + row]);
        }
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void aRecurrenceGoesOnAsAPlainLoopDoes(@ForAll long seed, @ForAll @IntRange(min = 1, max = 70) int count) {
        Random random = new Random(seed);
        float[] state = drawn(random, count + 2);
        float[] before = state.clone();
        float[] b = drawn(random, count + 1);
        float[] c = drawn(random, count);
        float y = VectorArithmetic.recur(state, 2, count, 0.9f, -0.4f, b, 1, c, 0);
        double expected = 0;
        for (int i = 0; i < count; i++) {
            double next = 0.9 * before[2 + i] - 0.4 * b[1 + i];
            assertEquals(next, state[2 + i], CLOSE);
            expected += next * c[i];
        }
        assertEquals(expected, y, CLOSE);
        assertEquals(before[0], state[0]);
        assertEquals(before[1], state[1]);
    }

    /** Heads of fewer channels than a vector has, of one and of several vectors, and what is left over. */
    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void aHeadsRecurrenceGoesOnAsAPlainLoopDoes(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 70) int channels,
            @ForAll @IntRange(min = 1, max = 9) int numbers) {
        Random random = new Random(seed);
        float[] state = drawn(random, channels * numbers + 3);
        float[] before = state.clone();
        float[] xbc = drawn(random, channels + 2 * numbers + 1);
        float[] y = drawn(random, channels + 3);
        float[] untouched = y.clone();
        int b = 1 + channels;
        int c = b + numbers;
        VectorArithmetic.recurHead(state, 2, channels, numbers, 0.9f, -0.4f, 1.5f, xbc, 1, b, c, y, 1);
        for (int i = 0; i < channels; i++) {
            double expected = 1.5 * xbc[1 + i];
            for (int n = 0; n < numbers; n++) {
                int at = 2 + n * channels + i;
                double next = 0.9 * before[at] - 0.4 * xbc[b + n] * xbc[1 + i];
                assertEquals(next, state[at], CLOSE);
                expected += next * xbc[c + n];
            }
            assertEquals(expected, y[1 + i], CLOSE);
        }
        for (int outside : new int[] {0, 1, state.length - 1}) {
            assertEquals(before[outside], state[outside]);
        }
        for (int outside : new int[] {0, channels + 1, channels + 2}) {
            assertEquals(untouched[outside], y[outside]);
        }
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void functionsTouchTheirStretchAlone(@ForAll long seed, @ForAll @IntRange(min = 1, max = 70) int count) {
        Random random = new Random(seed);
        float[] x = drawn(random, count + 5);
        float[] silu = x.clone();
        VectorArithmetic.silu(silu, 3, count);
        for (int i = 0; i < x.length; i++) {
            double expected = i < 3 || i >= 3 + count ? x[i] : x[i] / (1 + Math.exp(-x[i]));
            assertEquals(expected, silu[i], 1e-6);
        }
        float[] exponentials = x.clone();
        double sum = VectorArithmetic.exponentials(exponentials, 0, count, 2);
        double expected = 0;
        for (int i = 0; i < x.length; i++) {
            assertEquals(i < count ? Math.exp(x[i] - 2) : x[i], exponentials[i], 1e-5);
            expected += i < count ? Math.exp(x[i] - 2) : 0;
        }
        assertEquals(expected, sum, CLOSE);
    }

    @Example
    void exponentialsAreExactToTheLastDigitsOverAllOfFloatsRange() {
        int count = 40_000;
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = -87 + 175f * i / count;
        }
        float[] exponentials = x.clone();
        VectorArithmetic.exponentials(exponentials, 0, count, 0);
        for (int i = 0; i < count; i++) {
            assertEquals(1, exponentials[i] / Math.exp(x[i]), 4e-7, "exp(" + x[i] + ")");
        }
        float[] outside = {Float.NEGATIVE_INFINITY, -1000, 1000, Float.NaN};
        VectorArithmetic.exponentials(outside, 0, outside.length, 0);
        assertEquals(0, outside[0], 1e-37f);
        assertEquals(0, outside[1], 1e-37f);
        assertTrue(outside[2] > 1e38f);
        assertTrue(Float.isNaN(outside[3]));
    }

    /** The same before and after the JVM has compiled it. */
    @Example
    void theSameWorkGivesTheSameNumbersAtAnyTime() {
        Random random = new Random(5);
        float[] w = drawn(random, 5 * 100);
        float[] x = drawn(random, 100);
        float[] first = everything(w, x);
        for (int i = 0; i < 20_000; i++) {
            assertArrayEquals(first, everything(w, x));
        }
    }

    private static float[] everything(float[] w, float[] x) {
        float[] y = new float[101];
        VectorArithmetic.product(w, 5, 100, x, 0, y, 0);
        VectorArithmetic.products(w, 5, 50, x, 0, 2, y, 50, 10);
        float[] state = x.clone();
        y[5] = VectorArithmetic.recur(state, 0, 50, 0.9f, 0.1f, w, 0, w, 50);
        y[6] = VectorArithmetic.exponentials(state, 0, 50, 1);
        VectorArithmetic.silu(state, 50, 50);
        VectorArithmetic.addRows(w, 5, 90, x, 0, y, 10);
        VectorArithmetic.recurHead(state, 0, 45, 2, 0.9f, 0.1f, 1, w, 0, 200, 210, y, 50);
        VectorArithmetic.rmsNorm(y, 0, x, 0, 100, 1e-5);
        return y;
    }

    @Example
    void aNormDividesByTheRootOfTheMeanSquare() {
        float rms = (float) Math.sqrt(12.5);
        float[] y = new float[2];
        VectorArithmetic.rmsNorm(new float[] {3, 4}, new float[] {1, 2}, y, 0);
        assertArrayEquals(new float[] {3 / rms, 8 / rms}, y, 1e-6f);

        float[] x = {7, 3, 4, 9};
        VectorArithmetic.rmsNorm(x, 1, new float[] {5, 5, 1, 2}, 2, 2, 0);
        assertArrayEquals(new float[] {7, 3 / rms, 8 / rms, 9}, x, 1e-6f);
    }

    /** Large enough that several threads share the rows; and by matrices of few or many columns, in either precision. */
    @Example
    void aMatrixInNativeMemoryMultipliesAsTheEngineDoes() {
        Random random = new Random(7);
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 0);
                Workspace memory = kernels.workspace()) {
            for (int[] shape : new int[][] {{1, 1}, {5, 3}, {2062, 192}, {7, 5000}, {1500, 801}}) {
                NDArray drawn = memory.floats(drawn(random, shape[0] * shape[1]), shape[0], shape[1]);
                int vectors = 3;
                float[] x = drawn(random, vectors * shape[1]);
                for (Precision precision : Precision.values()) {
                    NDArray array = memory.copy(drawn, precision);
                    Matrix matrix = new Matrix(array, new Crew(3));
                    NDArray exact = memory.toFloat32(array);
                    float[] expected = memory.linear(memory.floats(x, vectors, shape[1]), exact)
                            .toFloatArray();
                    float[] actual = matrix.times(x, vectors);
                    assertArrayEquals(expected, actual, 1e-3f);
                    assertArrayEquals(Arrays.copyOf(actual, shape[0]), matrix.times(Arrays.copyOf(x, shape[1]), 1));
                    assertArrayEquals(memory.rows(exact, shape[0] - 1L, 1).toFloatArray(), matrix.row(shape[0] - 1L));
                }
            }
        }
    }

    /** Also of an array that begins in the middle of another, by columns that fill no vector and by rows that are no whole fours. */
    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void aMatrixInNativeMemoryMultipliesOneVectorAsTheHeapDoesToTheLastDigit(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 11) int rows,
            @ForAll @IntRange(min = 1, max = 70) int columns,
            @ForAll @IntRange(max = 3) int before) {
        Random random = new Random(seed);
        float[] drawn = drawn(random, (before + rows) * columns);
        float[] x = drawn(random, columns);
        try (Workspace memory = KERNELS.workspace()) {
            NDArray whole = memory.floats(drawn, before + rows, columns);
            for (Precision precision : Precision.values()) {
                NDArray array = memory.rows(memory.copy(whole, precision), before, rows);
                float[] expected = new float[rows];
                VectorArithmetic.product(Numbers.of(array).all(), rows, columns, x, 0, expected, 0);
                assertArrayEquals(expected, new Matrix(array, new Crew(1)).times(x, 1));
            }
        }
    }

    /** Bit by bit, also what lies between two numbers, what is too large, and what is no number. */
    @Example
    void numbersAreRoundedToHalfTheBitsAsTheEngineRoundsThem() {
        Random random = new Random(11);
        float[] values = drawn(random, 5000);
        for (int i = 0; i < 1000; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
        }
        float[] special = {
            0, -0f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.MIN_VALUE, 1 + 0x1p-8f
        };
        System.arraycopy(special, 0, values, 1000, special.length);
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 1);
                Workspace memory = kernels.workspace()) {
            NDArray rounded = memory.copy(memory.floats(values, values.length), Precision.BFLOAT16);
            float[] expected = memory.toFloat32(rounded).toFloatArray();
            assertArrayEquals(expected, Numbers.of(rounded).all());
            NDArray written = memory.zeros(rounded, values.length + 1);
            Numbers.of(written).write(1, values, 0, values.length);
            float[] actual =
                    memory.toFloat32(memory.rows(written, 1, values.length)).toFloatArray();
            for (int i = 0; i < expected.length; i++) {
                if (Float.isNaN(expected[i])) {
                    assertTrue(Float.isNaN(actual[i]), "no number at " + i);
                } else {
                    assertEquals(Float.floatToRawIntBits(expected[i]), Float.floatToRawIntBits(actual[i]), "at " + i);
                }
            }
        }
    }
}
