package org.timeviper.model.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Kernels;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;

class CausalAttentionTest {
    private static final float CLOSE = 2e-5f;

    /** Keys and values as they are held, (groups, capacity, width), of which some tokens are there. */
    private record Held(float[] keys, float[] values, int capacity, int tokens) {}

    /** Of all sizes: heads that fill no vector, tokens that fill no block, none or several stretches before the queries' own. */
    @Property(tries = 60)
    void everyTokenMixesTheValuesUpToItsOwnBySoftmaxOfItsScores(
            @ForAll @IntRange(min = 1, max = 3) int groups,
            @ForAll @IntRange(min = 1, max = 5) int shared,
            @ForAll @IntRange(min = 1, max = 70) int width,
            @ForAll @IntRange(min = 1, max = 300) int tokens,
            @ForAll @Size(max = 2) List<@IntRange(min = 0, max = 150) Integer> before,
            @ForAll @IntRange(min = 1, max = 3) int threads,
            @ForAll Random random) {
        List<Held> held = new ArrayList<>();
        before.forEach(some -> held.add(drawn(random, groups, some + 3, width, some, 1)));
        held.add(drawn(random, groups, tokens + 2, width, tokens, 1));
        float[] q = drawn(random, tokens * groups * shared * width, 1);
        check(
                new CausalAttention(groups * shared, groups, width, new Crew(threads)),
                q,
                held,
                Precision.FLOAT32,
                CLOSE);
    }

    @Example
    void numbersOf16BitsAreReadAndWritten() {
        Random random = new Random(3);
        List<Held> held = List.of(drawn(random, 2, 70, 48, 70, 1), drawn(random, 2, 200, 48, 130, 1));
        float[] q = drawn(random, 130 * 4 * 48, 1);
        check(new CausalAttention(4, 2, 48, new Crew(2)), q, held, Precision.BFLOAT16, 8e-3f);
    }

    /** The highest score comes last, or first, and what others weigh beside it is less than a number can tell. */
    @Example
    void scoresThatLieFarApartMakeNoNumberInfinite() {
        Random random = new Random(4);
        List<Held> held = List.of(drawn(random, 1, 400, 16, 400, 40));
        check(
                new CausalAttention(2, 1, 16, new Crew(1)),
                drawn(random, 400 * 2 * 16, 40),
                held,
                Precision.FLOAT32,
                2e-3f);
    }

    private static Held drawn(Random random, int groups, int capacity, int width, int tokens, float size) {
        int count = groups * capacity * width;
        return new Held(drawn(random, count, size), drawn(random, count, 1), capacity, tokens);
    }

    private static float[] drawn(Random random, int count, float size) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * size;
        }
        return values;
    }

    private static void check(CausalAttention attention, float[] q, List<Held> held, Precision precision, float close) {
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 1);
                Workspace memory = kernels.workspace()) {
            NDArray queries = memory.copy(memory.floats(q, q.length), precision);
            NDArray mixed = memory.zeros(queries, q.length);
            List<KeysAndValues> seen = held.stream()
                    .map(some -> new KeysAndValues(
                            Numbers.of(memory.copy(memory.floats(some.keys(), some.keys().length), precision)),
                            Numbers.of(memory.copy(memory.floats(some.values(), some.values().length), precision)),
                            0,
                            some.capacity(),
                            some.tokens()))
                    .toList();
            attention.mix(Numbers.of(queries), seen, Numbers.of(mixed));
            float[] expected = expected(attention, Numbers.of(queries).all(), seen);
            assertArrayEquals(expected, Numbers.of(mixed).all(), close);
        }
    }

    /** Score by score, in twice the precision. */
    private static float[] expected(CausalAttention attention, float[] q, List<KeysAndValues> seen) {
        int width = attention.width();
        int tokens = q.length / attention.heads() / width;
        float[] mixed = new float[q.length];
        for (int head = 0; head < attention.heads(); head++) {
            int group = head / (attention.heads() / attention.groups());
            List<float[]> keys = new ArrayList<>();
            List<float[]> values = new ArrayList<>();
            for (KeysAndValues some : seen) {
                for (int token = 0; token < some.tokens(); token++) {
                    int at = (group * some.capacity() + token) * width;
                    keys.add(numbers(some.keys(), at, width));
                    values.add(numbers(some.values(), at, width));
                }
            }
            for (int token = 0; token < tokens; token++) {
                int at = (token * attention.heads() + head) * width;
                int count = keys.size() - tokens + token + 1;
                double[] scores = IntStream.range(0, count)
                        .mapToDouble(i -> dot(q, at, keys.get(i)) / Math.sqrt(width))
                        .toArray();
                double most = Arrays.stream(scores).max().orElseThrow();
                double[] weights = Arrays.stream(scores)
                        .map(score -> Math.exp(score - most))
                        .toArray();
                double total = Arrays.stream(weights).sum();
                for (int i = 0; i < width; i++) {
                    double sum = 0;
                    for (int key = 0; key < count; key++) {
                        sum += weights[key] * values.get(key)[i];
                    }
                    mixed[at + i] = (float) (sum / total);
                }
            }
        }
        return mixed;
    }

    private static float[] numbers(Numbers from, int at, int count) {
        float[] some = new float[count];
        from.read(at, some, 0, count);
        return some;
    }

    private static double dot(float[] q, int at, float[] key) {
        double sum = 0;
        for (int i = 0; i < key.length; i++) {
            sum += (double) q[at + i] * key[i];
        }
        return sum;
    }
}
