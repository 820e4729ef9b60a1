package org.timeviper.model.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.timeviper.model.vector.VectorArithmetic.Lanes;

/**
 * Attention of a few queries to many keys and values, a block of these at a time: what a block adds is weighed by the highest score so far, so that nothing grows with their number (FlashAttention, arXiv 2205.14135).
 *
 * <p>Lanes are queries, two vectors of them. So no sum runs across lanes, keys and values are read as they lie, and each of their numbers is loaded once for all the queries.
 */
final class QueryRows {
    /** How many queries there are: places of further ones are there, but mean nothing. */
    static final int COUNT = 2 * Lanes.COUNT;

    /** Keys of a block, at most. */
    static final int BLOCK = 64;

    private static final int LANES = Lanes.COUNT;
    /** Lower than any score, and far enough from it that nothing is left of what is weighed by it. */
    private static final float LOWEST = -1e30f;

    private final int width;
    private final float[] queries;
    private final float[] mixed;
    private final float[] most = new float[COUNT];
    private final float[] total = new float[COUNT];
    private final float[] last = new float[COUNT];
    private final float[] scores = new float[(BLOCK + 1) * COUNT];
    private int common;
    private int farthest;

    /** @param width numbers of a query, a key and a value */
    QueryRows(int width) {
        this.width = width;
        this.queries = new float[width * COUNT];
        this.mixed = new float[width * COUNT];
    }

    /** Begins anew, with no query and nothing seen. */
    void clear() {
        Arrays.fill(queries, 0);
        Arrays.fill(mixed, 0);
        Arrays.fill(most, LOWEST);
        Arrays.fill(total, 0);
        Arrays.fill(last, 0);
        common = Integer.MAX_VALUE;
        farthest = -1;
    }

    /**
     * Sets a query.
     *
     * @param query numbers from {@code at} on
     * @param scale of its scores
     * @param lastKey the last key that it sees, counted from 0
     */
    void set(int row, float[] query, int at, float scale, int lastKey) {
        for (int i = 0; i < width; i++) {
            queries[i * COUNT + row] = query[at + i] * scale;
        }
        last[row] = lastKey;
        common = Math.min(common, lastKey);
        farthest = Math.max(farthest, lastKey);
    }

    /** Up to which key any of them sees. */
    int farthest() {
        return farthest;
    }

    /**
     * Takes in a block of keys and values.
     *
     * @param keys {@link #BLOCK} of width numbers each; those from {@code count} on mean nothing
     * @param values like keys
     * @param first number of the first key
     */
    void attend(float[] keys, float[] values, int count, int first) {
        for (int key = 0; key < count; key += 4) {
            scoreFour(keys, key);
        }
        if (first + count - 1 > common) {
            hide(count, first);
        }
        for (int half = 0; half < COUNT; half += LANES) {
            weigh(count, half);
        }
        int i = 0;
        for (; i + 4 <= width; i += 4) {
            mixFour(values, i, count);
        }
        for (; i < width; i++) {
            mixOne(values, i, count);
        }
    }

    /** Scores of four keys together: eight sums grow independently, as many as a processor has under way. */
    private void scoreFour(float[] keys, int key) {
        int at = key * COUNT;
        int first = key * width;
        int second = first + width;
        int third = second + width;
        int fourth = third + width;
        FloatVector a = FloatVector.zero(Lanes.FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        for (int i = 0; i < width; i++) {
            FloatVector one = FloatVector.fromArray(Lanes.FLOATS, queries, i * COUNT);
            FloatVector other = FloatVector.fromArray(Lanes.FLOATS, queries, i * COUNT + LANES);
            FloatVector number = FloatVector.broadcast(Lanes.FLOATS, keys[first + i]);
            a = number.fma(one, a);
            e = number.fma(other, e);
            number = FloatVector.broadcast(Lanes.FLOATS, keys[second + i]);
            b = number.fma(one, b);
            f = number.fma(other, f);
            number = FloatVector.broadcast(Lanes.FLOATS, keys[third + i]);
            c = number.fma(one, c);
            g = number.fma(other, g);
            number = FloatVector.broadcast(Lanes.FLOATS, keys[fourth + i]);
            d = number.fma(one, d);
            h = number.fma(other, h);
        }
        a.intoArray(scores, at);
        e.intoArray(scores, at + LANES);
        b.intoArray(scores, at + COUNT);
        f.intoArray(scores, at + COUNT + LANES);
        c.intoArray(scores, at + 2 * COUNT);
        g.intoArray(scores, at + 2 * COUNT + LANES);
        d.intoArray(scores, at + 3 * COUNT);
        h.intoArray(scores, at + 3 * COUNT + LANES);
    }

    /** Lowers the scores of keys that a query does not see. */
    private void hide(int count, int first) {
        for (int half = 0; half < COUNT; half += LANES) {
            FloatVector seen = FloatVector.fromArray(Lanes.FLOATS, last, half);
            for (int key = Math.max(0, common - first + 1); key < count; key++) {
                int at = key * COUNT + half;
                VectorMask<Float> hidden = seen.lt(first + key);
                FloatVector.fromArray(Lanes.FLOATS, scores, at)
                        .blend(LOWEST, hidden)
                        .intoArray(scores, at);
            }
        }
    }

    /**
     * Scores to weights; what there is so far fades where a higher score has come. That is weighed as one more score is: outside of a loop the compiler would take no method in, and vectors that are handed to one lie on the
     * heap.
     */
    private void weigh(int count, int half) {
        FloatVector higher = FloatVector.fromArray(Lanes.FLOATS, most, half);
        higher.intoArray(scores, count * COUNT + half);
        for (int key = 0; key < count; key++) {
            higher = higher.max(FloatVector.fromArray(Lanes.FLOATS, scores, key * COUNT + half));
        }
        higher.intoArray(most, half);
        for (int key = 0; key <= count; key++) {
            int at = key * COUNT + half;
            Lanes.exp(FloatVector.fromArray(Lanes.FLOATS, scores, at).sub(higher))
                    .intoArray(scores, at);
        }
        FloatVector fade = FloatVector.fromArray(Lanes.FLOATS, scores, count * COUNT + half);
        FloatVector sum = FloatVector.fromArray(Lanes.FLOATS, total, half).mul(fade);
        for (int key = 0; key < count; key++) {
            sum = sum.add(FloatVector.fromArray(Lanes.FLOATS, scores, key * COUNT + half));
        }
        sum.intoArray(total, half);
        for (int at = half; at < mixed.length; at += COUNT) {
            FloatVector.fromArray(Lanes.FLOATS, mixed, at).mul(fade).intoArray(mixed, at);
        }
    }

    private void mixFour(float[] values, int channel, int count) {
        int at = channel * COUNT;
        FloatVector a = FloatVector.fromArray(Lanes.FLOATS, mixed, at);
        FloatVector e = FloatVector.fromArray(Lanes.FLOATS, mixed, at + LANES);
        FloatVector b = FloatVector.fromArray(Lanes.FLOATS, mixed, at + COUNT);
        FloatVector f = FloatVector.fromArray(Lanes.FLOATS, mixed, at + COUNT + LANES);
        FloatVector c = FloatVector.fromArray(Lanes.FLOATS, mixed, at + 2 * COUNT);
        FloatVector g = FloatVector.fromArray(Lanes.FLOATS, mixed, at + 2 * COUNT + LANES);
        FloatVector d = FloatVector.fromArray(Lanes.FLOATS, mixed, at + 3 * COUNT);
        FloatVector h = FloatVector.fromArray(Lanes.FLOATS, mixed, at + 3 * COUNT + LANES);
        for (int key = 0; key < count; key++) {
            FloatVector one = FloatVector.fromArray(Lanes.FLOATS, scores, key * COUNT);
            FloatVector other = FloatVector.fromArray(Lanes.FLOATS, scores, key * COUNT + LANES);
            int value = key * width + channel;
            FloatVector number = FloatVector.broadcast(Lanes.FLOATS, values[value]);
            a = number.fma(one, a);
            e = number.fma(other, e);
            number = FloatVector.broadcast(Lanes.FLOATS, values[value + 1]);
            b = number.fma(one, b);
            f = number.fma(other, f);
            number = FloatVector.broadcast(Lanes.FLOATS, values[value + 2]);
            c = number.fma(one, c);
            g = number.fma(other, g);
            number = FloatVector.broadcast(Lanes.FLOATS, values[value + 3]);
            d = number.fma(one, d);
            h = number.fma(other, h);
        }
        a.intoArray(mixed, at);
        e.intoArray(mixed, at + LANES);
        b.intoArray(mixed, at + COUNT);
        f.intoArray(mixed, at + COUNT + LANES);
        c.intoArray(mixed, at + 2 * COUNT);
        g.intoArray(mixed, at + 2 * COUNT + LANES);
        d.intoArray(mixed, at + 3 * COUNT);
        h.intoArray(mixed, at + 3 * COUNT + LANES);
    }

    private void mixOne(float[] values, int channel, int count) {
        int at = channel * COUNT;
        FloatVector a = FloatVector.fromArray(Lanes.FLOATS, mixed, at);
        FloatVector b = FloatVector.fromArray(Lanes.FLOATS, mixed, at + LANES);
        for (int key = 0; key < count; key++) {
            FloatVector number = FloatVector.broadcast(Lanes.FLOATS, values[key * width + channel]);
            a = number.fma(FloatVector.fromArray(Lanes.FLOATS, scores, key * COUNT), a);
            b = number.fma(FloatVector.fromArray(Lanes.FLOATS, scores, key * COUNT + LANES), b);
        }
        a.intoArray(mixed, at);
        b.intoArray(mixed, at + LANES);
    }

    /** What a query has mixed of the values that it sees, weighed by the softmax of its scores. */
    void mixed(int row, float[] into, int at) {
        float share = 1 / total[row];
        for (int i = 0; i < width; i++) {
            into[at + i] = mixed[i * COUNT + row] * share;
        }
    }
}
