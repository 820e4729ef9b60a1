package org.timeviper.model.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.RandomModel;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.decoder.Instruction;
import org.timeviper.model.decoder.PrefillListener;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.decoder.PromptPrefix;
import org.timeviper.model.oracle.SlowSampling;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;
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
        // places on the line are told apart by the last digits, which steps by Java's own arithmetic have otherwise
        network = Network.load(directory, new ModelOptions(ComputeDevice.cpu(), Precision.FLOAT32, 1).withoutVectors());
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
        return draw(List.of(prompt), stop, draws, maxTokens, cancelled).getFirst();
    }

    private List<List<DrawnAnswer>> draw(
            List<Prefilled> prompts, int stop, int draws, int maxTokens, BooleanSupplier cancelled) {
        return new Generator(network.decoder(), tokenizer, List.of(stop)).draw(prompts, draws, maxTokens, cancelled);
    }

    /** The logits behind the prompt and some tokens. */
    private float[] behind(long... tokens) {
        long[] text = LongStream.concat(LongStream.of(tokenizer.encode("Go >")), LongStream.of(tokens))
                .toArray();
        Prefilled longer = network.decoder()
                .instructAll(List.of(new Instruction(prefix, text)), PrefillListener.none())
                .getFirst();
        try (longer) {
            return longer.logits();
        }
    }

    @Test
    void aTokenIsDrawnAsOftenAsItIsLikelyToWithinOneDraw() {
        double[] probabilities = SlowSampling.probabilities(prompt.logits());
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
                assertEquals(probability(tokens), answer.probability(), 1e-5 * answer.probability());
            }
        }
        assertTrue(drawn.stream().anyMatch(answer -> tokenizer.encode(answer.text()).length == 3), drawn::toString);
        assertEquals(drawn, draw(-1, 12, 3, NEVER));
    }

    private double probability(long[] tokens) {
        return SlowSampling.probabilities(prompt.logits())[(int) tokens[0]]
                * SlowSampling.probabilities(behind(tokens[0]))[(int) tokens[1]]
                * SlowSampling.probabilities(behind(tokens[0], tokens[1]))[(int) tokens[2]];
    }

    @Test
    void thePromptGoesOnAfterwardsAsIfNothingHadBeenTried() {
        float[] before = behind(70);
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
        Prefilled damaged = new Prefilled(prompt.state(), nothing);
        assertThrows(ModelException.class, () -> draw(List.of(damaged), 1, 4, 4, NEVER));
    }

    /** The answers in the order in which they divide the line, which one after the other are drawn by how far the line has come. */
    @Test
    void aDrawFallsIntoTheAnswerThatCoversItsPlaceOnTheLine() {
        int stop = Logits.likeliest(prompt.logits());
        List<DrawnAnswer> drawn = draw(stop, DRAWS, 3, NEVER);
        List<String> expected = new ArrayList<>();
        for (int draw = 0; draw < DRAWS; draw++) {
            expected.add(at((draw + 0.5) / DRAWS, stop, 3));
        }
        List<String> actual = drawn.stream()
                .flatMap(answer -> Collections.nCopies(answer.draws(), answer.text()).stream())
                .toList();
        assertEquals(expected, actual);
    }

    private String at(double place, int stop, int maxTokens) {
        List<Long> said = new ArrayList<>();
        double within = place;
        while (said.size() < maxTokens) {
            double[] probabilities = SlowSampling.probabilities(
                    behind(said.stream().mapToLong(Long::longValue).toArray()));
            int token = 0;
            while (within >= probabilities[token]) {
                within -= probabilities[token++];
            }
            if (token == stop) {
                break;
            }
            within /= probabilities[token];
            said.add((long) token);
        }
        return tokenizer.decode(said.stream().map(Long::intValue).toList());
    }

    @Test
    void severalPromptsAreDrawnToTogetherAsEachAlone() {
        int stop = Logits.likeliest(prompt.logits());
        List<Instruction> texts = Stream.of("Go >", "A longer one, then?", "x")
                .map(text -> new Instruction(prefix, tokenizer.encode(text)))
                .toList();
        List<Prefilled> prompts = network.decoder().instructAll(texts, PrefillListener.none());
        try {
            List<List<DrawnAnswer>> together = draw(prompts, stop, 12, 3, NEVER);
            for (int i = 0; i < prompts.size(); i++) {
                List<DrawnAnswer> alone =
                        draw(List.of(prompts.get(i)), stop, 12, 3, NEVER).getFirst();
                assertEquals(texts(alone), texts(together.get(i)));
                for (int j = 0; j < alone.size(); j++) {
                    double probability = alone.get(j).probability();
                    assertEquals(probability, together.get(i).get(j).probability(), 1e-5 * probability);
                }
            }
        } finally {
            prompts.forEach(Prefilled::close);
        }
    }

    private static List<String> texts(List<DrawnAnswer> answers) {
        return answers.stream()
                .map(answer -> answer.draws() + " " + answer.text())
                .toList();
    }
}
