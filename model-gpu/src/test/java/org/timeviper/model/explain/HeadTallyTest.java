package org.timeviper.model.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.decoder.MixingRow;
import org.timeviper.model.decoder.TokenLayout;

class HeadTallyTest {
    private static final int FRAMES = 6;
    private static final int TOKENS_PER_FRAME = 5;
    private static final FrameTokens FRAME_TOKENS = new FrameTokens(FRAMES, TOKENS_PER_FRAME);

    /** Says of every token by name what it is, and adds up by name. */
    @Property(tries = 200)
    void everyWeightGoesToItsFrameOrItsText(@ForAll long seed) {
        Random random = new Random(seed);
        int repeated = random.nextInt(3);
        int[] visual = IntStream.range(0, (FRAMES + repeated) * TOKENS_PER_FRAME)
                .filter(token -> random.nextInt(3) > 0)
                .toArray();
        TokenLayout tokens = new TokenLayout(random.nextInt(8), visual, 1 + random.nextInt(12));
        int rows = 1 + random.nextInt(4);
        HeadTally tally = new HeadTally(FRAME_TOKENS);
        Map<String, Double> sums = new HashMap<>();
        double promptVision = 0;
        for (int number = 0; number < rows; number++) {
            float[] weights = new float[2 * (tokens.prompt() + number)];
            IntStream.range(0, weights.length).forEach(i -> weights[i] = (float) random.nextGaussian());
            MixingRow row = new MixingRow(3, LayerKind.MAMBA, tokens, number, 2, weights);
            tally.add(row, 1);
            Map<String, Double> named = named(row);
            promptVision = number == 0 ? vision(named) : promptVision;
            named.forEach((name, weight) -> sums.merge(name, weight / rows, Double::sum));
        }
        HeadProfile profile = tally.profile();
        assertEquals(vision(sums), profile.vision(), 1e-9);
        assertEquals(promptVision, profile.promptVision(), 1e-9);
        assertEquals(sums.getOrDefault("prompt", 0.0), profile.prompt(), 1e-9);
        assertEquals(sums.getOrDefault("answer", 0.0), profile.answer(), 1e-9);
        assertEquals(1, profile.vision() + profile.prompt() + profile.answer(), 1e-9);
        for (int frame = 0; frame < FRAMES; frame++) {
            assertEquals(sums.getOrDefault("frame " + frame, 0.0), profile.frames()[frame], 1e-6);
        }
    }

    private static Map<String, Double> named(MixingRow row) {
        List<String> names = new ArrayList<>();
        IntStream.range(0, row.tokens().before()).forEach(i -> names.add("prompt"));
        for (int token : row.tokens().visual()) {
            names.add("frame " + (token >= FRAMES * TOKENS_PER_FRAME ? FRAMES - 1 : token / TOKENS_PER_FRAME));
        }
        IntStream.range(0, row.tokens().after()).forEach(i -> names.add("prompt"));
        IntStream.range(0, row.number()).forEach(i -> names.add("answer"));
        float[] own = Arrays.copyOfRange(row.weights(), row.length(), 2 * row.length());
        double sum = IntStream.range(0, own.length)
                .mapToDouble(i -> Math.abs(own[i]))
                .sum();
        Map<String, Double> named = new HashMap<>();
        for (int i = 0; i < own.length; i++) {
            named.merge(names.get(i), Math.abs(own[i]) / sum, Double::sum);
        }
        return named;
    }

    private static double vision(Map<String, Double> named) {
        return named.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("frame"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    @Example
    void aHeadThatWeighsAllTokensAlikeIsGlobal() {
        HeadProfile even = profile(weight -> 1);
        assertEquals(HeadKind.GLOBAL, even.kind());
        assertFalse(even.hasSink());
        assertEquals(1, even.spread(), 1e-9);
        assertEquals(Math.log(200), even.entropy(), 1e-9);
        assertEquals(HeadProfile.SINK_TOKENS / 200.0, even.sink(), 1e-9);
        assertEquals(HeadProfile.LOCAL_TOKENS / 200.0, even.local(), 1e-9);
    }

    @Example
    void aHeadThatParksItsWeightOnTheFirstTokenIsSparseAndHasASink() {
        HeadProfile parked = profile(token -> token == 0 ? 1 : 0);
        assertEquals(HeadKind.SPARSE, parked.kind());
        assertTrue(parked.hasSink());
        assertEquals(0, parked.entropy(), 1e-9);
        assertEquals(1 / 200.0, parked.spread(), 1e-9);
    }

    @Example
    void aHeadThatWeighsWhatIsNearIsLocal() {
        HeadProfile near = profile(token -> (float) Math.exp((token - 199) / 8.0));
        assertEquals(HeadKind.LOCAL, near.kind());
        assertFalse(near.hasSink());
    }

    @Example
    void aRowWithoutAnyWeightAddsNothing() {
        HeadProfile silent = profile(token -> 0);
        assertEquals(0, silent.vision() + silent.prompt() + silent.answer());
        assertArrayEquals(new float[FRAMES], silent.frames());
    }

    private interface Weight {
        float of(int token);
    }

    private static HeadProfile profile(Weight weight) {
        TokenLayout tokens = new TokenLayout(
                10, IntStream.range(0, FRAMES * TOKENS_PER_FRAME).toArray(), 190 - FRAMES * TOKENS_PER_FRAME);
        float[] weights = new float[tokens.prompt()];
        IntStream.range(0, weights.length).forEach(token -> weights[token] = weight.of(token));
        HeadTally tally = new HeadTally(FRAME_TOKENS);
        tally.add(new MixingRow(0, LayerKind.ATTENTION, tokens, 0, 1, weights), 0);
        return tally.profile();
    }
}
