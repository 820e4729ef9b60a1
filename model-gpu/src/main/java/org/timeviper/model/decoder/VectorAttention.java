package org.timeviper.model.decoder;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.decoder.CachesInPlace.Neighbours;
import org.timeviper.model.vector.Crew;
import org.timeviper.model.vector.KeysAndValues;
import org.timeviper.model.vector.LinearMap;
import org.timeviper.model.vector.VectorArithmetic;

/**
 * The next tokens of an {@link AttentionLayer}. Keys and values are read once for all the heads that share them, of all the sequences that do, a block at a time; what a block adds is weighed by the highest score so
 * far, so that nothing grows with their number.
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

    /** Neighbours that are worked on together: what more would save is little, and they can be shared out. */
    private static final int TOGETHER = 8;

    @Override
    public void addTo(float[] streams, float[] x, StatesInPlace states) {
        CachesInPlace caches = states.caches().apply(index);
        long[] positions = caches.lengths();
        float[] k = key.apply(x, positions.length);
        float[] q = query.apply(x, positions.length);
        turn(k, positions);
        turn(q, positions);
        caches.append(k, value.apply(x, positions.length));
        output.addTo(streams, attended(q, caches.neighbours()), positions.length);
    }

    /** Turns each head's channels i and i + P/2 by {@code position·base^(-2i/P)}, if the model has rotary positions. */
    private void turn(float[] x, long[] positions) {
        if (sizes.rotaryBase().isEmpty()) {
            return;
        }
        int half = sizes.headDim() / 2;
        int width = x.length / positions.length;
        for (int i = 0; i < half; i++) {
            float speed = (float) (1 / Math.pow(sizes.rotaryBase().getAsDouble(), (float) (2 * i) / sizes.headDim()));
            for (int sequence = 0; sequence < positions.length; sequence++) {
                float angle = positions[sequence] * speed;
                float cos = (float) Math.cos(angle);
                float sin = (float) Math.sin(angle);
                for (int at = sequence * width + i; at < (sequence + 1) * width; at += sizes.headDim()) {
                    float a = x[at];
                    float b = x[at + half];
                    x[at] = a * cos - b * sin;
                    x[at + half] = b * cos + a * sin;
                }
            }
        }
    }

    private float[] attended(float[] q, List<Neighbours> neighbours) {
        float[] mixed = new float[q.length];
        VectorArithmetic.scale(q, 0, (float) (1 / Math.sqrt(sizes.headDim())), q.length);
        List<Group> groups = neighbours.stream()
                .flatMap(some -> some.inParts(TOGETHER))
                .flatMap(some ->
                        IntStream.range(0, sizes.keyValueHeads()).mapToObj(group -> new Group(group, some, q, mixed)))
                .toList();
        long numbers = 2
                * sizes.keyValueHeads()
                * sizes.headDim()
                * neighbours.stream().mapToLong(Neighbours::tokens).sum();
        crew.share(
                groups.size(), numbers, (from, to) -> groups.subList(from, to).forEach(Group::attend));
        return mixed;
    }

    /** The heads that share keys and values, of neighbours. */
    private final class Group {
        private final int group;
        private final Neighbours neighbours;
        private final int width = sizes.headDim();
        private final int shared = sizes.heads() / sizes.keyValueHeads();
        private final float[] q;
        private final float[] mixed;
        private final float[] keys = new float[BLOCK * width];
        private final float[] values = new float[BLOCK * width];
        private final float[] scores = new float[BLOCK * shared];
        private final float[] most;
        private final float[] total;

        /** @param q scaled, of all heads of all sequences; and what they mix, of which this group writes its part */
        Group(int group, Neighbours neighbours, float[] q, float[] mixed) {
            this.group = group;
            this.neighbours = neighbours;
            this.q = q;
            this.mixed = mixed;
            this.most = new float[neighbours.own().size() * shared];
            this.total = new float[most.length];
            Arrays.fill(most, Float.NEGATIVE_INFINITY);
        }

        void attend() {
            int sequences = neighbours.own().size();
            neighbours.shared().ifPresent(stretch -> attend(stretch, 0, sequences));
            for (int sequence = 0; sequence < sequences; sequence++) {
                attend(neighbours.own().get(sequence), sequence, sequence + 1);
                for (int head = 0; head < shared; head++) {
                    VectorArithmetic.scale(mixed, at(sequence, head), 1 / total[sequence * shared + head], width);
                }
            }
        }

        /** Of some sequences to tokens that all of them have. */
        private void attend(KeysAndValues stretch, int from, int to) {
            for (int first = 0; first < stretch.tokens(); first += BLOCK) {
                int count = Math.min(BLOCK, stretch.tokens() - first);
                int start = stretch.start() + (group * stretch.capacity() + first) * width;
                stretch.keys().read(start, keys, 0, count * width);
                stretch.values().read(start, values, 0, count * width);
                for (int sequence = from; sequence < to; sequence++) {
                    VectorArithmetic.products(keys, count, width, q, at(sequence, 0), shared, scores, 0, BLOCK);
                    for (int head = 0; head < shared; head++) {
                        add(sequence, head, count);
                    }
                }
            }
        }

        /** Where a head's channels begin. */
        private int at(int sequence, int head) {
            return ((neighbours.first() + sequence) * sizes.heads() + group * shared + head) * width;
        }

        /** What the block adds to a head, by its scores. */
        private void add(int sequence, int head, int count) {
            int itsScores = head * BLOCK;
            int number = sequence * shared + head;
            float higher = most[number];
            for (int token = 0; token < count; token++) {
                higher = Math.max(higher, scores[itsScores + token]);
            }
            float fade = (float) Math.exp(most[number] - higher);
            most[number] = higher;
            total[number] = total[number] * fade + VectorArithmetic.exponentials(scores, itsScores, count, higher);
            VectorArithmetic.scale(mixed, at(sequence, head), fade, width);
            VectorArithmetic.addRows(values, count, width, scores, itsScores, mixed, at(sequence, head));
        }
    }
}
