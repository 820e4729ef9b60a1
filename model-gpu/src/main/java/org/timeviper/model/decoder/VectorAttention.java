package org.timeviper.model.decoder;

import java.util.Arrays;
import java.util.List;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.vector.Crew;
import org.timeviper.model.vector.LinearMap;
import org.timeviper.model.vector.VectorArithmetic;

/**
 * One token of an {@link AttentionLayer}. Keys and values are read once for all the heads that share them, a block at a time; what a block adds is weighed by the highest score so far, so that nothing grows with
 * their number.
 */
record VectorAttention(
        int index,
        DecoderConfig.Attention sizes,
        LinearMap query,
        LinearMap key,
        LinearMap value,
        LinearMap output,
        Crew crew)
        implements VectorLayer {

    /** Tokens of a block. */
    private static final int BLOCK = 64;

    @Override
    public void addTo(float[] stream, float[] x, DecoderState state) {
        KeyValueCache cache = state.cache(index);
        long position = cache.length();
        float[] k = key.apply(x);
        float[] q = query.apply(x);
        turn(k, position);
        turn(q, position);
        cache.append(k, value.apply(x));
        output.addTo(stream, attended(q, cache.stretches()));
    }

    /** Turns each head's channels i and i + P/2 by {@code position·base^(-2i/P)}, if the model has rotary positions. */
    private void turn(float[] x, long position) {
        if (sizes.rotaryBase().isEmpty()) {
            return;
        }
        int half = sizes.headDim() / 2;
        for (int i = 0; i < half; i++) {
            float speed = (float) (1 / Math.pow(sizes.rotaryBase().getAsDouble(), (float) (2 * i) / sizes.headDim()));
            float angle = position * speed;
            float cos = (float) Math.cos(angle);
            float sin = (float) Math.sin(angle);
            for (int at = i; at < x.length; at += sizes.headDim()) {
                float a = x[at];
                float b = x[at + half];
                x[at] = a * cos - b * sin;
                x[at + half] = b * cos + a * sin;
            }
        }
    }

    private float[] attended(float[] q, List<KeyValueCache.Stretch> stretches) {
        float[] mixed = new float[q.length];
        VectorArithmetic.scale(q, 0, (float) (1 / Math.sqrt(sizes.headDim())), q.length);
        long tokens =
                stretches.stream().mapToLong(KeyValueCache.Stretch::tokens).sum();
        long numbers = 2 * tokens * sizes.keyValueHeads() * sizes.headDim();
        crew.share(sizes.keyValueHeads(), numbers, (from, to) -> {
            for (int group = from; group < to; group++) {
                new Group(group, q, mixed).attend(stretches);
            }
        });
        return mixed;
    }

    /** The heads that share keys and values. */
    private final class Group {
        private final int group;
        private final int width = sizes.headDim();
        private final int shared = sizes.heads() / sizes.keyValueHeads();
        private final float[] q;
        private final float[] mixed;
        private final float[] keys = new float[BLOCK * width];
        private final float[] values = new float[BLOCK * width];
        private final float[] scores = new float[BLOCK];
        private final float[] most = new float[shared];
        private final float[] total = new float[shared];

        /** @param q scaled, of all heads; and what they mix, of which this group writes its part */
        Group(int group, float[] q, float[] mixed) {
            this.group = group;
            this.q = q;
            this.mixed = mixed;
            Arrays.fill(most, Float.NEGATIVE_INFINITY);
        }

        void attend(List<KeyValueCache.Stretch> stretches) {
            for (KeyValueCache.Stretch stretch : stretches) {
                for (int first = 0; first < stretch.tokens(); first += BLOCK) {
                    int count = Math.min(BLOCK, stretch.tokens() - first);
                    int start = (group * stretch.capacity() + first) * width;
                    stretch.keys().read(start, keys, 0, count * width);
                    stretch.values().read(start, values, 0, count * width);
                    for (int head = 0; head < shared; head++) {
                        add(head, count);
                    }
                }
            }
            for (int head = 0; head < shared; head++) {
                VectorArithmetic.scale(mixed, at(head), 1 / total[head], width);
            }
        }

        /** Where a head's channels begin. */
        private int at(int head) {
            return (group * shared + head) * width;
        }

        /** What the block adds to a head. */
        private void add(int head, int count) {
            VectorArithmetic.product(keys, count, width, q, at(head), scores, 0);
            float higher = most[head];
            for (int token = 0; token < count; token++) {
                higher = Math.max(higher, scores[token]);
            }
            float fade = (float) Math.exp(most[head] - higher);
            most[head] = higher;
            total[head] = total[head] * fade + VectorArithmetic.exponentials(scores, count, higher);
            VectorArithmetic.scale(mixed, at(head), fade, width);
            VectorArithmetic.addRows(values, count, width, scores, mixed, at(head));
        }
    }
}
