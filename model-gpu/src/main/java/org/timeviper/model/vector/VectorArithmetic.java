package org.timeviper.model.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Sums and functions over stretches of float arrays, as many numbers at a time as the processor takes. Nothing is checked but what arrays check. Needs {@link VectorModule}. */
public final class VectorArithmetic {
    private static final int LEAST_BITS = 128;

    private VectorArithmetic() {}

    /** Whether the processor takes so many numbers at a time that it is worth it. */
    static boolean isOfUse() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize() >= LEAST_BITS;
    }

    /**
     * Sums and exponentials are put together of single operations, because those that the module has for them may come to other last digits once they are compiled: the same work
     * is to give the same numbers at any time.
     */
    private static final class Lanes {
        private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
        private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
        private static final VectorSpecies<Short> SHORTS =
                VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));
        private static final int COUNT = FLOATS.length();
        private static final float LN2 = (float) Math.log(2);
        /** Few enough bits that its products with whole numbers are exact. */
        private static final float LN2_HIGH = 0.693359375f;

        private static final float LN2_LOW = -2.12194440e-4f;
        private static final float LEAST_EXPONENT = -87;
        private static final float MOST_EXPONENT = 88;
        private static final int MANTISSA_BITS = 23;
        /** What is added to it is rounded to a whole number. */
        private static final float INTEGERS = 3 << (MANTISSA_BITS - 1);

        private static final VectorShuffle<Float> BY_EIGHT = turned(8);
        private static final VectorShuffle<Float> BY_FOUR = turned(4);
        private static final VectorShuffle<Float> BY_TWO = turned(2);
        private static final VectorShuffle<Float> BY_ONE = turned(1);

        private static VectorShuffle<Float> turned(int by) {
            return VectorShuffle.fromOp(FLOATS, lane -> (lane + by) % COUNT);
        }

        private static FloatVector widened(short[] halves, int at) {
            return ((IntVector) ShortVector.fromArray(SHORTS, halves, at).convertShape(VectorOperators.S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats();
        }

        private static float sum(FloatVector v) {
            FloatVector sums = v;
            if (COUNT > 8) {
                sums = sums.add(sums.rearrange(BY_EIGHT));
            }
            if (COUNT > 4) {
                sums = sums.add(sums.rearrange(BY_FOUR));
            }
            if (COUNT > 2) {
                sums = sums.add(sums.rearrange(BY_TWO));
            }
            return sums.add(sums.rearrange(BY_ONE)).lane(0);
        }

        /** {@code 2ⁿ·exp(r)} with |r| ≤ ln(2)/2, for which seven terms of the series are enough. What lies outside of float's range comes to the range's ends. */
        private static FloatVector exp(FloatVector x) {
            FloatVector within = x.max(LEAST_EXPONENT).min(MOST_EXPONENT);
            FloatVector shifted = within.mul(1 / LN2).add(INTEGERS);
            FloatVector n = shifted.sub(INTEGERS);
            FloatVector r = n.fma(broadcast(-LN2_HIGH), within);
            r = n.fma(broadcast(-LN2_LOW), r);
            FloatVector series = broadcast(1f / 720);
            series = series.fma(r, broadcast(1f / 120));
            series = series.fma(r, broadcast(1f / 24));
            series = series.fma(r, broadcast(1f / 6));
            series = series.fma(r, broadcast(1f / 2));
            series = series.fma(r, broadcast(1));
            series = series.fma(r, broadcast(1));
            // n stands in the last bits of what was shifted, and is added to the exponent
            IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
            return series.reinterpretAsInts().add(exponent).reinterpretAsFloats();
        }

        private static FloatVector broadcast(float value) {
            return FloatVector.broadcast(FLOATS, value);
        }
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
        y[atY] = Lanes.sum(a);
        y[atY + 1] = Lanes.sum(b);
        y[atY + 2] = Lanes.sum(c);
        y[atY + 3] = Lanes.sum(d);
        for (int i = bound; i < columns; i++) {
            y[atY] += w[first + i] * x[atX + i];
            y[atY + 1] += w[second + i] * x[atX + i];
            y[atY + 2] += w[third + i] * x[atX + i];
            y[atY + 3] += w[fourth + i] * x[atX + i];
        }
    }

    /** Matrix times vector, as {@link #product(float[], int, int, float[], int, float[], int)}, of bfloat16 rows. */
    static void product(short[] w, int rows, int columns, float[] x, float[] y, int atY) {
        int row = 0;
        for (; row + 4 <= rows; row += 4) {
            fourRows(w, row * columns, columns, x, y, atY + row);
        }
        for (; row < rows; row++) {
            int first = row * columns;
            FloatVector sums = FloatVector.zero(Lanes.FLOATS);
            int bound = Lanes.FLOATS.loopBound(columns);
            for (int i = 0; i < bound; i += Lanes.COUNT) {
                sums = Lanes.widened(w, first + i).fma(FloatVector.fromArray(Lanes.FLOATS, x, i), sums);
            }
            y[atY + row] = Lanes.sum(sums) + rest(w, first, columns, x, bound);
        }
    }

    private static void fourRows(short[] w, int first, int columns, float[] x, float[] y, int atY) {
        int second = first + columns;
        int third = second + columns;
        int fourth = third + columns;
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int bound = Lanes.FLOATS.loopBound(columns);
        for (int i = 0; i < bound; i += Lanes.COUNT) {
            FloatVector v = FloatVector.fromArray(Lanes.FLOATS, x, i);
            a = Lanes.widened(w, first + i).fma(v, a);
            b = Lanes.widened(w, second + i).fma(v, b);
            c = Lanes.widened(w, third + i).fma(v, c);
            d = Lanes.widened(w, fourth + i).fma(v, d);
        }
        y[atY] = Lanes.sum(a) + rest(w, first, columns, x, bound);
        y[atY + 1] = Lanes.sum(b) + rest(w, second, columns, x, bound);
        y[atY + 2] = Lanes.sum(c) + rest(w, third, columns, x, bound);
        y[atY + 3] = Lanes.sum(d) + rest(w, fourth, columns, x, bound);
    }

    /** What a row's last numbers add, which fill no vector. */
    private static float rest(short[] w, int row, int columns, float[] x, int bound) {
        float sum = 0;
        for (int i = bound; i < columns; i++) {
            sum += Float.intBitsToFloat(w[row + i] << Short.SIZE) * x[i];
        }
        return sum;
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
        float sum = Lanes.sum(sums);
        for (int i = bound; i < count; i++) {
            sum += a[atA + i] * b[atB + i];
        }
        return sum;
    }

    /** {@code y += x}, number by number. */
    static void add(float[] y, float[] x) {
        for (int i = 0; i < y.length; i++) {
            y[i] += x[i];
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
        float sum = Lanes.sum(sums);
        for (int i = bound; i < count; i++) {
            s[atS + i] = s[atS + i] * keep + b[atB + i] * put;
            sum += s[atS + i] * c[atC + i];
        }
        return sum;
    }

    /**
     * A token of a causal convolution and SiLU, every channel by itself: {@code y = silu(bias + sum of taps[k]·x[k])}.
     *
     * @param x rows of {@code channels} numbers each, one a tap, from {@code atX}
     * @param taps rows like x, from its start
     */
    public static void convolve(
            float[] x, int atX, int channels, float[] taps, int width, float[] bias, float[] y, int atY) {
        for (int i = 0; i < channels; i += Lanes.COUNT) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(i, channels);
            FloatVector sum = FloatVector.fromArray(Lanes.FLOATS, bias, i, rest);
            for (int k = 0; k < width; k++) {
                int at = k * channels + i;
                sum = FloatVector.fromArray(Lanes.FLOATS, x, atX + at, rest)
                        .fma(FloatVector.fromArray(Lanes.FLOATS, taps, at, rest), sum);
            }
            sum.div(Lanes.exp(sum.neg()).add(1)).intoArray(y, atY + i, rest);
        }
    }

    /**
     * One token of a head of a state-space recurrence, {@code s[n] = keep·s[n] + b[n]·put·x}, {@code y = d·x + sum of c[n]·s[n]}.
     *
     * <p>Two vectors of channels at a time, which share what is loaded of b and c.
     *
     * @param s rows of {@code channels} numbers each, one a number of state, from {@code atS}
     * @param xbc where b and c are
     */
    public static void recurHead(
            float[] s,
            int atS,
            int channels,
            int numbers,
            float keep,
            float put,
            float d,
            float[] xbc,
            int atX,
            int atB,
            int atC,
            float[] y,
            int atY) {
        int i = 0;
        for (; i + 2 * Lanes.COUNT <= channels; i += 2 * Lanes.COUNT) {
            FloatVector x = FloatVector.fromArray(Lanes.FLOATS, xbc, atX + i);
            FloatVector nextX = FloatVector.fromArray(Lanes.FLOATS, xbc, atX + i + Lanes.COUNT);
            FloatVector given = x.mul(put);
            FloatVector nextGiven = nextX.mul(put);
            FloatVector sum = x.mul(d);
            FloatVector nextSum = nextX.mul(d);
            for (int n = 0, at = atS + i; n < numbers; n++, at += channels) {
                FloatVector b = FloatVector.broadcast(Lanes.FLOATS, xbc[atB + n]);
                FloatVector c = FloatVector.broadcast(Lanes.FLOATS, xbc[atC + n]);
                FloatVector state =
                        given.fma(b, FloatVector.fromArray(Lanes.FLOATS, s, at).mul(keep));
                FloatVector nextState = nextGiven.fma(
                        b,
                        FloatVector.fromArray(Lanes.FLOATS, s, at + Lanes.COUNT).mul(keep));
                state.intoArray(s, at);
                nextState.intoArray(s, at + Lanes.COUNT);
                sum = state.fma(c, sum);
                nextSum = nextState.fma(c, nextSum);
            }
            sum.intoArray(y, atY + i);
            nextSum.intoArray(y, atY + i + Lanes.COUNT);
        }
        for (; i < channels; i += Lanes.COUNT) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(i, channels);
            FloatVector x = FloatVector.fromArray(Lanes.FLOATS, xbc, atX + i, rest);
            FloatVector given = x.mul(put);
            FloatVector sum = x.mul(d);
            for (int n = 0, at = atS + i; n < numbers; n++, at += channels) {
                FloatVector state = given.fma(
                        FloatVector.broadcast(Lanes.FLOATS, xbc[atB + n]),
                        FloatVector.fromArray(Lanes.FLOATS, s, at, rest).mul(keep));
                state.intoArray(s, at, rest);
                sum = state.fma(FloatVector.broadcast(Lanes.FLOATS, xbc[atC + n]), sum);
            }
            sum.intoArray(y, atY + i, rest);
        }
    }

    /** {@code y = w·x / sqrt(mean(x²) + epsilon)} of all of x. */
    public static void rmsNorm(float[] x, float[] w, float[] y, double epsilon) {
        float scale = inverseRootMeanSquare(x, 0, x.length, epsilon);
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] * scale * w[i];
        }
    }

    /** {@code x = w·x / sqrt(mean(x²) + epsilon)} of a stretch. */
    public static void rmsNorm(float[] x, int at, float[] w, int atW, int count, double epsilon) {
        float scale = inverseRootMeanSquare(x, at, count, epsilon);
        for (int i = 0; i < count; i++) {
            x[at + i] *= scale * w[atW + i];
        }
    }

    private static float inverseRootMeanSquare(float[] x, int at, int count, double epsilon) {
        return (float) (1 / Math.sqrt(dot(x, at, x, at, count) / count + epsilon));
    }

    /** {@code y *= x}, number by number. */
    public static void multiply(float[] y, float[] x) {
        multiply(y, 0, x, 0, y.length);
    }

    /** {@code y *= x} of stretches. */
    public static void multiply(float[] y, int atY, float[] x, int atX, int count) {
        for (int i = 0; i < count; i++) {
            y[atY + i] *= x[atX + i];
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
            v.div(Lanes.exp(v.neg()).add(1)).intoArray(x, at + i, rest);
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
                    Lanes.exp(FloatVector.fromArray(Lanes.FLOATS, x, i, rest).sub(most));
            v.intoArray(x, i, rest);
            sums = sums.add(v, rest);
        }
        return Lanes.sum(sums);
    }

    /** Bfloat16 numbers, the upper halves of floats, to floats. */
    static void widen(short[] halves, float[] x, int at, int count) {
        int bound = Lanes.FLOATS.loopBound(count);
        for (int i = 0; i < bound; i += Lanes.COUNT) {
            Lanes.widened(halves, i).intoArray(x, at + i);
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
