package org.timeviper.model.vector;

import java.util.stream.IntStream;
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
    static final class Lanes {
        static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
        private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
        static final VectorSpecies<Short> SHORTS =
                VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));
        static final int COUNT = FLOATS.length();
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

        private static final VectorMask<Float> UPPER_HALF = upper(COUNT / 2);
        private static final VectorMask<Float> UPPER_QUARTERS = upper(COUNT / 4);
        private static final VectorShuffle<Float> ACROSS_HALVES = across(COUNT / 2);
        private static final VectorShuffle<Float> ACROSS_QUARTERS = across(COUNT / 4);
        private static final VectorShuffle<Float> ACROSS_TWO = across(2);
        private static final VectorShuffle<Float> ACROSS_ONE = across(1);
        private static final VectorShuffle<Float> FIRST_OF_QUARTERS =
                VectorShuffle.fromOp(FLOATS, lane -> lane * (COUNT / 4) % COUNT);

        private static VectorShuffle<Float> turned(int by) {
            return VectorShuffle.fromOp(FLOATS, lane -> (lane + by) % COUNT);
        }

        private static VectorShuffle<Float> across(int distance) {
            return VectorShuffle.fromOp(FLOATS, lane -> lane ^ distance);
        }

        /** Lanes whose number has a bit. */
        private static VectorMask<Float> upper(int bit) {
            return VectorMask.fromLong(
                    FLOATS,
                    IntStream.range(0, COUNT)
                            .filter(lane -> (lane & bit) != 0)
                            .mapToLong(lane -> 1L << lane)
                            .sum());
        }

        private static FloatVector widened(short[] halves, int at) {
            return widened(ShortVector.fromArray(SHORTS, halves, at));
        }

        /** Bfloat16 numbers as floats. */
        static FloatVector widened(ShortVector halves) {
            return ((IntVector) halves.convertShape(VectorOperators.S2I, INTS, 0))
                    .lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats();
        }

        /**
         * Adds the lanes of four vectors, each by themselves, as {@link #sum} does.
         *
         * @param vectors one behind the other; their sums take the place of its first four numbers
         */
        static void sumFour(float[] vectors) {
            FloatVector a = FloatVector.fromArray(FLOATS, vectors, 0);
            FloatVector b = FloatVector.fromArray(FLOATS, vectors, COUNT);
            FloatVector c = FloatVector.fromArray(FLOATS, vectors, 2 * COUNT);
            FloatVector d = FloatVector.fromArray(FLOATS, vectors, 3 * COUNT);
            FloatVector odd = a.blend(c, UPPER_HALF).add(c.blend(a, UPPER_HALF).rearrange(ACROSS_HALVES));
            FloatVector even = b.blend(d, UPPER_HALF).add(d.blend(b, UPPER_HALF).rearrange(ACROSS_HALVES));
            FloatVector sums = odd.blend(even, UPPER_QUARTERS)
                    .add(even.blend(odd, UPPER_QUARTERS).rearrange(ACROSS_QUARTERS));
            if (COUNT > 8) {
                sums = sums.add(sums.rearrange(ACROSS_TWO));
            }
            if (COUNT > 4) {
                sums = sums.add(sums.rearrange(ACROSS_ONE));
            }
            ((FloatVector) sums.rearrange(FIRST_OF_QUARTERS).reinterpretShape(FloatVector.SPECIES_128, 0))
                    .intoArray(vectors, 0);
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
        static FloatVector exp(FloatVector x) {
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

    /**
     * Four rows together: each number of x is loaded once for them, and four sums grow independently.
     *
     * <p>How their lanes are added is written out here and in the other loops of this kind: the end of a loop over long rows is rare, the compiler takes no method in there, and a vector
     * that is handed to one lies on the heap, in every round of the loop, too. Rows of 4,480 numbers took three to four times as long so.
     */
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
        FloatVector odd =
                a.blend(c, Lanes.UPPER_HALF).add(c.blend(a, Lanes.UPPER_HALF).rearrange(Lanes.ACROSS_HALVES));
        FloatVector even =
                b.blend(d, Lanes.UPPER_HALF).add(d.blend(b, Lanes.UPPER_HALF).rearrange(Lanes.ACROSS_HALVES));
        FloatVector sums = odd.blend(even, Lanes.UPPER_QUARTERS)
                .add(even.blend(odd, Lanes.UPPER_QUARTERS).rearrange(Lanes.ACROSS_QUARTERS));
        if (Lanes.COUNT > 8) {
            sums = sums.add(sums.rearrange(Lanes.ACROSS_TWO));
        }
        if (Lanes.COUNT > 4) {
            sums = sums.add(sums.rearrange(Lanes.ACROSS_ONE));
        }
        ((FloatVector) sums.rearrange(Lanes.FIRST_OF_QUARTERS).reinterpretShape(FloatVector.SPECIES_128, 0))
                .intoArray(y, atY);
        addRest(w, first, columns, x, atX, y, atY);
    }

    /** What the last numbers of four rows add, which fill no vector. */
    private static void addRest(float[] w, int first, int columns, float[] x, int atX, float[] y, int atY) {
        for (int i = Lanes.FLOATS.loopBound(columns); i < columns; i++) {
            for (int row = 0; row < 4; row++) {
                y[atY + row] += w[first + row * columns + i] * x[atX + i];
            }
        }
    }

    /**
     * Matrix times several vectors, the same numbers to the last digit as of each by itself: {@code y[atY + v·apart + r] = w[r]·x[atX + v·columns..]}.
     *
     * @param w rows of {@code columns} numbers each, one behind the other from its start
     * @param vectors how many, one behind the other
     * @param apart how far the results of one vector are behind those of the one before
     */
    public static void products(
            float[] w, int rows, int columns, float[] x, int atX, int vectors, float[] y, int atY, int apart) {
        int vector = 0;
        for (; vector + 2 <= vectors; vector += 2) {
            int at = atX + vector * columns;
            int to = atY + vector * apart;
            int row = 0;
            for (; row + 4 <= rows; row += 4) {
                fourRowsByTwo(w, row * columns, columns, x, at, y, to + row, apart);
            }
            for (; row < rows; row++) {
                y[to + row] = dot(w, row * columns, x, at, columns);
                y[to + apart + row] = dot(w, row * columns, x, at + columns, columns);
            }
        }
        if (vector < vectors) {
            product(w, rows, columns, x, atX + vector * columns, y, atY + vector * apart);
        }
    }

    /** Eight sums grow independently: as many as a processor has under way, where it begins two a cycle and each takes four. */
    private static void fourRowsByTwo(
            float[] w, int first, int columns, float[] x, int atX, float[] y, int atY, int apart) {
        int second = first + columns;
        int third = second + columns;
        int fourth = third + columns;
        int atOther = atX + columns;
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        int bound = Lanes.FLOATS.loopBound(columns);
        for (int i = 0; i < bound; i += Lanes.COUNT) {
            FloatVector one = FloatVector.fromArray(Lanes.FLOATS, x, atX + i);
            FloatVector other = FloatVector.fromArray(Lanes.FLOATS, x, atOther + i);
            FloatVector weights = FloatVector.fromArray(Lanes.FLOATS, w, first + i);
            a = weights.fma(one, a);
            e = weights.fma(other, e);
            weights = FloatVector.fromArray(Lanes.FLOATS, w, second + i);
            b = weights.fma(one, b);
            f = weights.fma(other, f);
            weights = FloatVector.fromArray(Lanes.FLOATS, w, third + i);
            c = weights.fma(one, c);
            g = weights.fma(other, g);
            weights = FloatVector.fromArray(Lanes.FLOATS, w, fourth + i);
            d = weights.fma(one, d);
            h = weights.fma(other, h);
        }
        FloatVector odd =
                a.blend(c, Lanes.UPPER_HALF).add(c.blend(a, Lanes.UPPER_HALF).rearrange(Lanes.ACROSS_HALVES));
        FloatVector even =
                b.blend(d, Lanes.UPPER_HALF).add(d.blend(b, Lanes.UPPER_HALF).rearrange(Lanes.ACROSS_HALVES));
        FloatVector sums = odd.blend(even, Lanes.UPPER_QUARTERS)
                .add(even.blend(odd, Lanes.UPPER_QUARTERS).rearrange(Lanes.ACROSS_QUARTERS));
        if (Lanes.COUNT > 8) {
            sums = sums.add(sums.rearrange(Lanes.ACROSS_TWO));
        }
        if (Lanes.COUNT > 4) {
            sums = sums.add(sums.rearrange(Lanes.ACROSS_ONE));
        }
        ((FloatVector) sums.rearrange(Lanes.FIRST_OF_QUARTERS).reinterpretShape(FloatVector.SPECIES_128, 0))
                .intoArray(y, atY);
        odd = e.blend(g, Lanes.UPPER_HALF).add(g.blend(e, Lanes.UPPER_HALF).rearrange(Lanes.ACROSS_HALVES));
        even = f.blend(h, Lanes.UPPER_HALF).add(h.blend(f, Lanes.UPPER_HALF).rearrange(Lanes.ACROSS_HALVES));
        sums = odd.blend(even, Lanes.UPPER_QUARTERS)
                .add(even.blend(odd, Lanes.UPPER_QUARTERS).rearrange(Lanes.ACROSS_QUARTERS));
        if (Lanes.COUNT > 8) {
            sums = sums.add(sums.rearrange(Lanes.ACROSS_TWO));
        }
        if (Lanes.COUNT > 4) {
            sums = sums.add(sums.rearrange(Lanes.ACROSS_ONE));
        }
        ((FloatVector) sums.rearrange(Lanes.FIRST_OF_QUARTERS).reinterpretShape(FloatVector.SPECIES_128, 0))
                .intoArray(y, atY + apart);
        addRest(w, first, columns, x, atX, y, atY);
        addRest(w, first, columns, x, atOther, y, atY + apart);
    }

    /**
     * Adds rows, each by its weight: {@code y[atY..] += sum of weights[atWeights + r]·w[r]}.
     *
     * @param w rows of {@code columns} numbers each, one behind the other from its start
     */
    public static void addRows(float[] w, int rows, int columns, float[] weights, int atWeights, float[] y, int atY) {
        int bound = Lanes.FLOATS.loopBound(columns);
        for (int i = 0; i < bound; i += Lanes.COUNT) {
            FloatVector even = FloatVector.fromArray(Lanes.FLOATS, y, atY + i);
            FloatVector odd = FloatVector.zero(Lanes.FLOATS);
            int row = 0;
            for (; row + 2 <= rows; row += 2) {
                int at = row * columns + i;
                even = FloatVector.fromArray(Lanes.FLOATS, w, at)
                        .fma(FloatVector.broadcast(Lanes.FLOATS, weights[atWeights + row]), even);
                odd = FloatVector.fromArray(Lanes.FLOATS, w, at + columns)
                        .fma(FloatVector.broadcast(Lanes.FLOATS, weights[atWeights + row + 1]), odd);
            }
            if (row < rows) {
                odd = FloatVector.fromArray(Lanes.FLOATS, w, row * columns + i)
                        .fma(FloatVector.broadcast(Lanes.FLOATS, weights[atWeights + row]), odd);
            }
            even.add(odd).intoArray(y, atY + i);
        }
        for (int i = bound; i < columns; i++) {
            for (int row = 0; row < rows; row++) {
                y[atY + i] += weights[atWeights + row] * w[row * columns + i];
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

    /** {@code y[atY + i] += x[i]}, number by number. */
    static void add(float[] y, int atY, float[] x) {
        for (int i = 0; i < x.length; i++) {
            y[atY + i] += x[i];
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

    /** {@code y = w·x / sqrt(mean(x²) + epsilon)} of each stretch of x that is as long as w. */
    public static void rmsNorm(float[] x, float[] w, float[] y, double epsilon) {
        for (int at = 0; at < x.length; at += w.length) {
            float scale = inverseRootMeanSquare(x, at, w.length, epsilon);
            for (int i = 0; i < w.length; i++) {
                y[at + i] = x[at + i] * scale * w[i];
            }
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
     * {@code x = exp(x - most)} of a stretch.
     *
     * @return their sum
     */
    public static float exponentials(float[] x, int at, int count, float most) {
        FloatVector sums = FloatVector.zero(Lanes.FLOATS);
        for (int i = 0; i < count; i += Lanes.COUNT) {
            VectorMask<Float> rest = Lanes.FLOATS.indexInRange(i, count);
            FloatVector v = Lanes.exp(
                    FloatVector.fromArray(Lanes.FLOATS, x, at + i, rest).sub(most));
            v.intoArray(x, at + i, rest);
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
