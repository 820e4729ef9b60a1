package org.timeviper.model.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Sums and functions over stretches of float arrays, as many numbers at a time as the processor takes. Nothing is checked but what arrays check. */
public final class VectorArithmetic {
    private static final String MODULE = "jdk.incubator.vector";

    private VectorArithmetic() {}

    /** Whether this JVM has the module that the other methods need. */
    public static boolean isPresent() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /** What needs the module to be loaded at all. */
    private static final class Lanes {
        private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
        private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
        private static final VectorSpecies<Short> SHORTS =
                VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));
        private static final int COUNT = FLOATS.length();
    }

    /**
     * Matrix times vector: {@code y[atY + r] = w[r]·x[atX..]}.
     *
     * @param w rows of {@code columns} numbers each, one behind the other from its start
     */
    public static void product(float[] w, int rows, int columns, float[] x, int atX, float[] y, int atY) {
        int row = 0;
        for (; row + 4 <= rows; row += 4) {
            fourRows(w, row * columns, columns, x, atX, y, atY + row);
        }
        for (; row < rows; row++) {
            y[atY + row] = dot(w, row * columns, x, atX, columns);
        }
    }

    /** Four rows together: each number of x is loaded once for them, and four sums grow independently. */
    private static void fourRows(float[] w, int first, int columns, float[] x, int atX, float[] y, int atY) {
        int second = first + columns;
        int third = second + columns;
        int fourth = third + columns;
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int bound = Lanes.FLOATS.loopBound(columns);
        for (int i = 0; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, atX + i);
            a = FloatVector.fromArray(Lanes.FLOATS, w, first + i).fma(v, a);
            b = FloatVector.fromArray(Lanes.FLOATS, w, second + i).fma(v, b);
            c = FloatVector.fromArray(Lanes.FLOATS, w, third + i).fma(v, c);
            d = FloatVector.fromArray(Lanes.FLOATS, w, fourth + i).fma(v, d);
        }
        y[atY] = a.reduceLanes(VectorOperators.ADD);
        y[atY + 1] = b.reduceLanes(VectorOperators.ADD);
        y[atY + 2] = c.reduceLanes(VectorOperators.ADD);
        y[atY + 3] = d.reduceLanes(VectorOperators.ADD);
        for (int i = bound; i < columns; i++) {
            y[atY] += w[first + i] * x[atX + i];
            y[atY + 1] += w[second + i] * x[atX + i];
            y[atY + 2] += w[third + i] * x[atX + i];
            y[atY + 3] += w[fourth + i] * x[atX + i];
        }
    }

    /**
     * Adds rows, each by its weight: {@code y[atY..] += sum of weights[r]·w[r]}.
     *
     * @param w rows of {@code columns} numbers each, one behind the other from its start
     */
    public static void addRows(float[] w, int rows, int columns, float[] weights, float[] y, int atY) {
        int bound = Lanes.FLOATS.loopBound(columns);
        for (int i = 0; i < bound; i += Lanes.COUNT) {
            FloatVector even = FloatVector.fromArray(Lanes.FLOATS, y, atY + i);
            FloatVector odd = FloatVector.zero(Lanes.FLOATS);
            int row = 0;
            for (; row + 2 <= rows; row += 2) {
                int at = row * columns + i;
                even = FloatVector.fromArray(Lanes.FLOATS, w, at)
                        .fma(FloatVector.broadcast(Lanes.FLOATS, weights[row]), even);
                odd = FloatVector.fromArray(Lanes.FLOATS, w, at + columns)
                        .fma(FloatVector.broadcast(Lanes.FLOATS, weights[row + 1]), odd);
            }
            if (row < rows) {
                odd = FloatVector.fromArray(Lanes.FLOATS, w, row * columns + i)
                        .fma(FloatVector.broadcast(Lanes.FLOATS, weights[row]), odd);
            }
            even.add(odd).intoArray(y, atY + i);
        }
        for (int i = bound; i < columns; i++) {
            for (int row = 0; row < rows; row++) {
                y[atY + i] += weights[row] * w[row * columns + i];
            }
        }
    }

    /** The sum of {@code a[atA + i]·b[atB + i]}. */
    public static float dot(float[] a, int atA, float[] b, int atB, int count) {
        FloatVector sums = FloatVector.zero(Lanes.FLOATS);
        int bound = Lanes.FLOATS.loopBound(count);
        for (int i = 0; i < bound; i += Lanes.COUNT) {
            sums = FloatVector.fromArray(Lanes.FLOATS, a, atA + i)
                    .fma(FloatVector.fromArray(Lanes.FLOATS, b, atB + i), sums);
        }
        float sum = sums.reduceLanes(VectorOperators.ADD);
        for (int i = bound; i < count; i++) {
            sum += a[atA + i] * b[atB + i];
        }
        return sum;
    }

    /** {@code y[atY + i] += scale·x[atX + i]}. */
    public static void addScaled(float[] y, int atY, float scale, float[] x, int atX, int count) {
        for (int i = 0; i < count; i++) {
            y[atY + i] += scale * x[atX + i];
        }
    }

    /** {@code y[atY + i] += a[atA + i]·b[atB + i]}. */
    public static void addProducts(float[] y, int atY, float[] a, int atA, float[] b, int atB, int count) {
        for (int i = 0; i < count; i++) {
            y[atY + i] += a[atA + i] * b[atB + i];
        }
    }

    /** {@code y[atY + i] *= scale}. */
    public static void scale(float[] y, int atY, float scale, int count) {
        for (int i = 0; i < count; i++) {
            y[atY + i] *= scale;
        }
    }

    /**
     * One row of a state-space recurrence, {@code s = keep·s + put·b}.
     *
     * @return {@code c·s}
     */
    public static float recur(
            float[] s, int atS, int count, float keep, float put, float[] b, int atB, float[] c, int atC) {
        FloatVector sums = FloatVector.zero(Lanes.FLOATS);
        int bound = Lanes.FLOATS.loopBound(count);
        for (int i = 0; i < bound; i += Lanes.COUNT) {
            FloatVector state = FloatVector.fromArray(Lanes.FLOATS, s, atS + i)
                    .mul(keep)
                    .add(FloatVector.fromArray(Lanes.FLOATS, b, atB + i).mul(put));
            state.intoArray(s, atS + i);
            sums = state.fma(FloatVector.fromArray(Lanes.FLOATS, c, atC + i), sums);
        }
        float sum = sums.reduceLanes(VectorOperators.ADD);
        for (int i = bound; i < count; i++) {
            s[atS + i] = s[atS + i] * keep + b[atB + i] * put;
            sum += s[atS + i] * c[atC + i];
        }
        return sum;
    }

    /** {@code y = w·x / sqrt(mean(x²) + epsilon)} over a stretch; y may be x. */
    public static void rmsNorm(float[] x, float[] w, float[] y, int at, int count, double epsilon) {
        float scale = (float) (1 / Math.sqrt(dot(x, at, x, at, count) / count + epsilon));
        for (int i = at; i < at + count; i++) {
            y[i] = x[i] * scale * w[i];
        }
    }

    /** {@code y *= x}, number by number. */
    public static void multiply(float[] y, float[] x) {
        for (int i = 0; i < y.length; i++) {
            y[i] *= x[i];
        }
    }

    /** {@code relu(x)²}. */
    public static void squaredRelu(float[] x) {
        for (int i = 0; i < x.length; i++) {
            float positive = Math.max(x[i], 0);
            x[i] = positive * positive;
        }
    }

    /** {@code silu(x) = x / (1 + exp(-x))} of a stretch. */
    public static void silu(float[] x, int at, int count) {
        for (int i = 0; i < count; i += Lanes.COUNT) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(i, count);
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, at + i, rest);
            v.div(v.neg().lanewise(VectorOperators.EXP).add(1)).intoArray(x, at + i, rest);
        }
    }

    /**
     * {@code x = exp(x - most)} of the first {@code count}.
     *
     * @return their sum
     */
    public static float exponentials(float[] x, int count, float most) {
        FloatVector sums = FloatVector.zero(Lanes.FLOATS);
        for (int i = 0; i < count; i += Lanes.COUNT) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(i, count);
            FloatVector v =
                    FloatVector.fromArray(Lanes.FLOATS, x, i, rest).sub(most).lanewise(VectorOperators.EXP);
            v.intoArray(x, i, rest);
            sums = sums.add(v, rest);
        }
        return sums.reduceLanes(VectorOperators.ADD);
    }

    /** Bfloat16 numbers, the upper halves of floats, to floats. */
    static void widen(short[] halves, float[] x, int at, int count) {
        int bound = Lanes.FLOATS.loopBound(count);
        for (int i = 0; i < bound; i += Lanes.COUNT) {
            ((IntVector) ShortVector.fromArray(Lanes.SHORTS, halves, i)
                            .convertShape(VectorOperators.S2I, Lanes.INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(x, at + i);
        }
        for (int i = bound; i < count; i++) {
            x[at + i] = Float.intBitsToFloat(halves[i] << Short.SIZE);
        }
    }

    /** The bfloat16 number next to a float, the even one of two. */
    static short narrow(float x) {
        int bits = Float.floatToIntBits(x);
        if (Float.isNaN(x)) {
            return (short) (bits >>> Short.SIZE);
        }
        return (short) ((bits + 0x7FFF + (bits >>> Short.SIZE & 1)) >>> Short.SIZE);
    }
}
