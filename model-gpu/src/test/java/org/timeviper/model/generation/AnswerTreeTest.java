package org.timeviper.model.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.RandomModel;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.decoder.PrefillListener;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.decoder.PromptPrefix;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.text.Tokenizer;

/** Draws from a model that was never trained, whose answers are many, some likelier than others. */
class AnswerTreeTest {
    private static final int DRAWS = 50;
    private static final float SHARPER = 30;
    private static final BooleanSupplier NEVER = () -> false;

    @TempDir
    Path directory;

    private Network network;
    private Tokenizer tokenizer;
    private Workspace workspace;
    private PromptPrefix prefix;
    private Prefilled prompt;

    @BeforeEach
    void open() throws IOException {
        Map<String, float[]> weights = RandomModel.write(directory, RandomModel.config("M*-", "", false), 6);
        float[] head = weights.get("llm_backbone.llm.lm_head.weight");
        IntStream.range(0, head.length).forEach(i -> head[i] *= SHARPER);
        RandomModel.overwrite(directory, weights);
        network = Network.load(directory, ModelOptions.defaults());
        tokenizer = Tokenizer.open(directory.resolve("tokenizer.json"));
        workspace = network.kernels().workspace();
        prefix = network.decoder()
                .prefix(new long[] {1, 40}, workspace.floats(new float[40], 1, 40), PrefillListener.none());
        prompt = network.decoder().instruct(prefix, tokenizer.encode("Go >"), PrefillListener.none());
    }

    @AfterEach
    void close() {
        prompt.close();
        prefix.close();
        workspace.close();
        tokenizer.close();
        network.close();
    }

    private List<DrawnAnswer> draw(int stop, int draws, int maxTokens, BooleanSupplier cancelled) {
        return new Generator(network.decoder(), tokenizer, List.of(stop)).draw(prompt, draws, maxTokens, cancelled);
    }

    @Test
    void aTokenIsDrawnAsOftenAsItIsLikelyToWithinOneDraw() {
        double[] probabilities = Logits.probabilities(prompt.logits());
        int likeliest = Logits.likeliest(prompt.logits());
        assertTrue(
                probabilities[likeliest] > 3.0 / DRAWS,
                () -> "one token is to be drawn several times, not one of " + probabilities[likeliest]);
        List<DrawnAnswer> drawn = draw(likeliest, DRAWS, 1, NEVER);
        assertEquals(DRAWS, drawn.stream().mapToInt(DrawnAnswer::draws).sum());
        int stopped = drawn.stream()
                .filter(answer -> answer.text().isEmpty())
                .mapToInt(DrawnAnswer::draws)
                .sum();
        assertEquals(DRAWS * probabilities[likeliest], stopped, 1);
        assertTrue(drawn.size() > 5, "others are drawn, too: " + drawn);
        for (DrawnAnswer answer : drawn) {
            assertEquals(DRAWS * answer.probability(), answer.draws(), 1, answer.toString());
        }
    }

    @Test
    void anAnswersProbabilityIsThatOfItsTokensOneAfterTheOther() {
        List<DrawnAnswer> drawn = draw(-1, 12, 3, NEVER);
        for (DrawnAnswer answer : drawn) {
            long[] tokens = tokenizer.encode(answer.text());
            if (tokens.length == 3) { // a byte that is no character of its own is not told apart in the text
                assertEquals(probability(tokens), answer.probability(), 1e-6 * answer.probability());
            }
        }
        assertTrue(drawn.stream().anyMatch(answer -> tokenizer.encode(answer.text()).length == 3), drawn::toString);
        assertEquals(drawn, draw(-1, 12, 3, NEVER));
    }

    private double probability(long[] tokens) {
        try (Prefilled second = network.decoder().tried(prompt, tokens[0]);
                Prefilled third = network.decoder().tried(second, tokens[1])) {
            return Logits.probabilities(prompt.logits())[(int) tokens[0]]
                    * Logits.probabilities(second.logits())[(int) tokens[1]]
                    * Logits.probabilities(third.logits())[(int) tokens[2]];
        }
    }

    @Test
    void thePromptGoesOnAfterwardsAsIfNothingHadBeenTried() {
        float[] before;
        try (Prefilled tried = network.decoder().tried(prompt, 70)) {
            before = tried.logits();
        }
        draw(-1, DRAWS, 4, NEVER);
        assertArrayEquals(before, network.decoder().step(prompt.state(), 70), 1e-5f);
    }

    @Test
    void drawingEndsWhenItIsGivenUp() {
        AtomicInteger left = new AtomicInteger(3);
        assertThrows(CancellationException.class, () -> draw(-1, DRAWS, 8, () -> left.getAndDecrement() == 0));
    }

    @Test
    void whatIsNoNumberIsAnError() {
        float[] nothing = new float[RandomModel.VOCABULARY];
        nothing[5] = Float.NaN;
        try (Prefilled damaged =
                new Prefilled(network.decoder().tried(prompt, 70).state(), nothing)) {
            Generator generator = new Generator(network.decoder(), tokenizer, List.of(1));
            assertThrows(ModelException.class, () -> generator.draw(damaged, 4, 4, NEVER));
        }
    }
}
