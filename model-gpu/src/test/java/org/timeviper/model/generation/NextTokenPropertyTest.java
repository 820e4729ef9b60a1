package org.timeviper.model.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.decoder.NextToken;
import org.timeviper.model.oracle.SlowSampling;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Kernels;
import org.timeviper.model.tensor.Workspace;

/** Holds the choice of the next token to the plain formulas: over scores with ties, with infinite ones, and with some that are no numbers. */
class NextTokenPropertyTest {
    private static final int VOCABULARY = 131_072;
    private static final double LOG_PROBABILITY = 1e-6;
    private static final double[] TEMPERATURES = {Double.MIN_VALUE, 1e-300, 1e-3, 0.3, 1, 1, 2.5, 1e5, 1e300};
    private static final double[] TOP_P = {Double.MIN_VALUE, 1e-12, 0.01, 0.5, 0.9, 0.95, Math.nextDown(1.0), 1};

    private static Kernels kernels;

    @BeforeContainer
    static void load() {
        kernels = Kernels.load(ComputeDevice.cpu(), 0);
    }

    @AfterContainer
    static void close() {
        kernels.close();
    }

    /** As many ids as go into several stretches that are added up side by side, or a few. */
    private static float[] scores(Random random, int ids) {
        float[] scores = new float[ids];
        float spread = List.of(0f, 1e-3f, 1f, 5f, 100f, 1e30f).get(random.nextInt(6));
        boolean ties = random.nextBoolean();
        double impossible = random.nextInt(3) == 0 ? random.nextDouble() : 0;
        for (int i = 0; i < ids; i++) {
            double drawn = random.nextGaussian() * spread;
            scores[i] = random.nextDouble() < impossible
                    ? Float.NEGATIVE_INFINITY
                    : (float) (ties ? Math.rint(drawn) : drawn);
        }
        if (random.nextInt(8) == 0) {
            scores[random.nextInt(ids)] = random.nextBoolean() ? Float.NaN : Float.POSITIVE_INFINITY;
        }
        return scores;
    }

    private static int someIds(Random random) {
        return 1 + random.nextInt(random.nextBoolean() ? 6 : 1500);
    }

    private static void requireSame(float[] scores, NextToken chosen) {
        int likeliest = SlowSampling.likeliest(scores);
        double logProbability = SlowSampling.logProbability(scores, likeliest);
        assertEquals(logProbability, chosen.logProbability(), LOG_PROBABILITY);
        if (!Double.isNaN(logProbability)) {
            assertEquals(likeliest, chosen.id());
        }
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void theLikeliestTokenIsTheFirstOfTheHighestAndAsLikelyAsTheFormulaSays(@ForAll long seed) {
        Random random = new Random(seed);
        float[] scores = scores(random, someIds(random));
        requireSame(scores, Logits.greedy(scores));
        int any = random.nextInt(scores.length);
        double expected = SlowSampling.logProbability(scores, any);
        assertEquals(expected, Logits.logProbability(scores, any), LOG_PROBABILITY);
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void theLikeliestTokensAreTheFirstOfAllInOrder(@ForAll long seed) {
        Random random = new Random(seed);
        float[] scores = scores(random, someIds(random));
        int count = 1 + random.nextInt(20);
        List<NextToken> likeliest = Logits.likeliest(scores, count);
        assertEquals(Math.min(count, scores.length), likeliest.size());
        if (Double.isNaN(SlowSampling.logProbability(scores, 0))) {
            likeliest.forEach(token -> assertEquals(Double.NaN, token.logProbability()));
            return;
        }
        List<Integer> expected = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer id) -> 0 - scores[id])) // 0 and -0 are equal
                .limit(count)
                .toList();
        assertEquals(expected, likeliest.stream().map(NextToken::id).toList());
        likeliest.forEach(token ->
                assertEquals(SlowSampling.logProbability(scores, token.id()), token.logProbability(), LOG_PROBABILITY));
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void theKernelChoosesOfEveryRowWhatItsScoresSay(@ForAll long seed) {
        Random random = new Random(seed);
        int ids = someIds(random);
        float[][] rows = new float[1 + random.nextInt(5)][];
        Arrays.setAll(rows, row -> scores(random, ids));
        requireSame(rows);
    }

    @Example
    void theKernelIsAsExactOverAWholeVocabulary() {
        Random random = new Random(3);
        float[][] rows = new float[6][VOCABULARY];
        for (int row = 0; row < rows.length; row++) {
            float spread = row; // of the first row all ids are equally likely
            for (int i = 0; i < VOCABULARY; i++) {
                rows[row][i] = (float) (20 + spread * random.nextGaussian());
            }
        }
        requireSame(rows);
    }

    private static void requireSame(float[][] rows) {
        int ids = rows[0].length;
        float[] all = new float[rows.length * ids];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, all, row * ids, ids);
        }
        try (Workspace workspace = kernels.workspace()) {
            Workspace.Pair likeliest = workspace.likeliest(workspace.floats(all, rows.length, ids));
            long[] tokens = likeliest.first().toLongArray();
            double[] logProbabilities = likeliest.second().toDoubleArray();
            assertEquals(rows.length, tokens.length);
            for (int row = 0; row < rows.length; row++) {
                requireSame(rows[row], new NextToken((int) tokens[row], logProbabilities[row]));
            }
        }
    }

    @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
    void theSameRandomNumbersDrawWhatTheyDrawFromSortedProbabilities(@ForAll long seed) {
        Random random = new Random(seed);
        float[] scores = scores(random, someIds(random));
        double topP = random.nextBoolean() ? TOP_P[random.nextInt(TOP_P.length)] : 1 - random.nextDouble();
        Sampling.Nucleus nucleus = new Sampling.Nucleus(TEMPERATURES[random.nextInt(TEMPERATURES.length)], topP, seed);
        Random same = new Random(seed);
        NucleusSampler sampler = new NucleusSampler(nucleus, new Random(seed));
        for (int draw = 0; draw < 5; draw++) {
            int expected = SlowSampling.draw(scores, nucleus, same);
            double logProbability = SlowSampling.logProbability(scores, expected);
            NextToken drawn = sampler.draw(scores);
            assertEquals(logProbability, drawn.logProbability(), LOG_PROBABILITY, nucleus::toString);
            if (Double.isNaN(logProbability)) {
                return;
            }
            assertEquals(expected, drawn.id(), nucleus::toString);
        }
    }

    /** A random number that is on the edge of a token's part belongs to the next one. */
    @Example
    void aPointBetweenTwoTokensIsTheSecondOnes() {
        float[] scores = new float[8];
        for (double point : new double[] {0, 0.25, 0.5, 0.75}) {
            Sampling.Nucleus half = new Sampling.Nucleus(1, 0.5, 0);
            int expected = SlowSampling.draw(scores, half, always(point));
            assertEquals((int) (4 * point), expected);
            assertEquals(
                    expected,
                    new NucleusSampler(half, always(point)).draw(scores).id());
        }
    }

    private static Random always(double point) {
        return new Random() {
            @Override
            public double nextDouble() {
                return point;
            }
        };
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void theLineIsDividedAsTheProbabilitiesOfTheIdsSay(@ForAll long seed) {
        Random random = new Random(seed);
        float[] scores = scores(random, someIds(random));
        double[] points = random.doubles(1 + random.nextInt(20)).sorted().toArray();
        if (Double.isNaN(SlowSampling.logProbability(scores, 0))) {
            assertThrows(ModelException.class, () -> LinePart.divide(scores, points));
            return;
        }
        List<SlowSampling.Part> expected = SlowSampling.divide(scores, points);
        List<LinePart> parts = LinePart.divide(scores, points);
        assertEquals(
                expected.stream().map(SlowSampling.Part::token).toList(),
                parts.stream().map(LinePart::token).toList());
        for (int i = 0; i < parts.size(); i++) {
            double probability = expected.get(i).probability();
            assertEquals(probability, parts.get(i).probability(), 1e-12);
            assertArrayEquals(expected.get(i).points(), parts.get(i).points(), 1e-12 + 1e-12 / probability);
        }
    }

    @Example
    void whatRoundingPutsAtTheEndOfTheLineIsTheLikeliests() {
        List<LinePart> parts = LinePart.divide(new float[] {0, 3, 1}, new double[] {0.99, 1});
        assertEquals(List.of(2, 1), parts.stream().map(LinePart::token).toList());
        assertArrayEquals(new double[] {1}, parts.getLast().points());
    }
}
