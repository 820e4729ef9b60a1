package org.timeviper.model.vector;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Causal grouped-query attention of many tokens at once, on the processor: {@code softmax(q·kᵀ/√P)·v}, in float32 whatever the precision of what it is given.
 *
 * @param heads of queries, H
 * @param groups heads of keys and values, G
 * @param width numbers of a head, P
 */
public record CausalAttention(int heads, int groups, int width, Crew crew) {
    /** Query rows that a block of keys and values is fetched for. */
    private static final int TOGETHER = 8;

    /**
     * Attention of the last tokens to themselves and to all before them.
     *
     * @param q (tokens, H·P)
     * @param seen all that is there, in order; the last of it are the queries' own tokens
     * @param mixed like q; is written
     */
    public void mix(Numbers q, List<KeysAndValues> seen, Numbers mixed) {
        int tokens = q.size() / (heads * width);
        int length = seen.stream().mapToInt(KeysAndValues::tokens).sum();
        int together = Math.clamp((long) TOGETHER * QueryRows.COUNT * groups / heads, 1, tokens);
        int blocks = Math.ceilDiv(tokens, together);
        crew.share(blocks * groups, 2L * heads * width * tokens * length, (from, to) -> {
            Worker worker = new Worker(q, seen, mixed, length - tokens, together);
            for (int i = from; i < to; i++) {
                int first = balanced(i / groups, blocks) * together;
                worker.mix(i % groups, first, Math.min(together, tokens - first));
            }
        });
    }

    /** Early tokens see little and late ones much: in this order both halves have as much to do. */
    private static int balanced(int i, int count) {
        return i % 2 == 0 ? i / 2 : count - 1 - i / 2;
    }

    /** What one thread needs. */
    private final class Worker {
        private final Numbers q;
        private final List<KeysAndValues> seen;
        private final Numbers mixed;
        private final int before;
        private final int shared = heads / groups;
        private final float scale = (float) (1 / Math.sqrt(width));
        private final float[] keys = new float[QueryRows.BLOCK * width];
        private final float[] values = new float[QueryRows.BLOCK * width];
        private final float[] token = new float[shared * width];
        private final List<QueryRows> rows;

        /**
         * @param before tokens that are no queries
         * @param together tokens that are worked on at once, at most
         */
        Worker(Numbers q, List<KeysAndValues> seen, Numbers mixed, int before, int together) {
            this.q = q;
            this.seen = seen;
            this.mixed = mixed;
            this.before = before;
            this.rows = IntStream.range(0, Math.ceilDiv(together * shared, QueryRows.COUNT))
                    .mapToObj(i -> new QueryRows(width))
                    .toList();
        }

        /** The heads of a group, of some tokens. */
        void mix(int group, int first, int count) {
            rows.forEach(QueryRows::clear);
            for (int i = 0; i < count; i++) {
                q.read(place(group, first + i), token, 0, token.length);
                for (int head = 0; head < shared; head++) {
                    int row = i * shared + head;
                    rows.get(row / QueryRows.COUNT)
                            .set(row % QueryRows.COUNT, token, head * width, scale, before + first + i);
                }
            }
            int passed = 0;
            for (KeysAndValues stretch : seen) {
                attend(group, stretch, passed);
                passed += stretch.tokens();
            }
            for (int i = 0; i < count; i++) {
                for (int head = 0; head < shared; head++) {
                    int row = i * shared + head;
                    rows.get(row / QueryRows.COUNT).mixed(row % QueryRows.COUNT, token, head * width);
                }
                mixed.write(place(group, first + i), token, 0, token.length);
            }
        }

        private int place(int group, int token) {
            return token * heads * width + group * shared * width;
        }

        /** @param passed how many tokens stand before the stretch */
        private void attend(int group, KeysAndValues stretch, int passed) {
            for (int first = 0; first < stretch.tokens(); first += QueryRows.BLOCK) {
                int number = passed + first;
                int count = Math.min(QueryRows.BLOCK, stretch.tokens() - first);
                int start = stretch.start() + (group * stretch.capacity() + first) * width;
                if (rows.stream().noneMatch(some -> some.farthest() >= number)) {
                    return;
                }
                stretch.keys().read(start, keys, 0, count * width);
                stretch.values().read(start, values, 0, count * width);
                for (QueryRows some : rows) {
                    if (some.farthest() >= number) {
                        some.attend(keys, values, count, number);
                    }
                }
            }
        }
    }
}
