package org.timeviper.model.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.RandomModel;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.DecoderBatch;
import org.timeviper.model.decoder.NextToken;
import org.timeviper.model.decoder.PrefillListener;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.decoder.PromptPrefix;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.text.Tokenizer;

/** Holds the search to plain ones: of all answers that there are, and of all beginnings at every step. In drawn languages of few tokens, and with models that were never trained. */
class BeamSearchTest {
    private static final int NO_TOKEN = -1;
    private static final float SHARPER = 10;

    private static Path directory;
    private static Tokenizer tokenizer;

    @BeforeContainer
    static void open() throws IOException {
        directory = Files.createTempDirectory("beam-search");
        tokenizer = RandomModel.openTokenizer(directory);
    }

    @AfterContainer
    static void close() throws IOException {
        tokenizer.close();
        for (String file : List.of("config.json", "model.safetensors", "tokenizer.json")) {
            Files.deleteIfExists(directory.resolve(file));
        }
        Files.delete(directory);
    }

    /** What comes next, behind what was said. */
    private interface Language {
        float[] logits(List<Integer> said);
    }

    /** The logits behind each beginning are its own; some tokens are impossible behind some, and some as likely as others. */
    private static Language language(Random random, int tokens) {
        long seed = random.nextLong();
        boolean ties = random.nextInt(4) == 0;
        float spread = 4 * random.nextFloat();
        return said -> {
            Random own = new Random(31 * (seed + 0x9E3779B97F4A7C15L * said.hashCode()));
            float[] logits = new float[tokens];
            for (int id = 0; id < tokens; id++) {
                double drawn = spread * own.nextGaussian();
                boolean impossible = id > 0 && own.nextInt(8) == 0;
                logits[id] = impossible ? Float.NEGATIVE_INFINITY : (float) (ties ? Math.rint(drawn) : drawn);
            }
            return logits;
        };
    }

    /** An answer, or its beginning. */
    private record Said(List<NextToken> tokens, double logProbability) {
        static final Said NOTHING = new Said(List.of(), 0);

        List<Integer> ids() {
            return tokens.stream().map(NextToken::id).toList();
        }

        Said by(float[] logits, int id) {
            double logProbability = Logits.logProbability(logits, id);
            List<NextToken> longer = new ArrayList<>(tokens);
            longer.add(new NextToken(id, logProbability));
            return new Said(longer, this.logProbability + logProbability);
        }

        /** Said token by token, for good: there if the last one ends it. */
        Optional<Generation> told(AnswerEnd end) {
            GrowingAnswer answer = new GrowingAnswer(tokenizer, TokenListener.none());
            Optional<Generation> told = Optional.empty();
            for (NextToken token : tokens) {
                told = end.goOn(answer, token);
            }
            return told;
        }
    }

    /** Of all answers the likeliest; the first of several. */
    private static Said likeliest(Language language, AnswerEnd end, Said beginning) {
        Said best = new Said(List.of(), Double.NEGATIVE_INFINITY);
        float[] logits = language.logits(beginning.ids());
        for (int id = 0; id < logits.length; id++) {
            Said longer = beginning.by(logits, id);
            Said answer = longer.told(end).isPresent() ? longer : likeliest(language, end, longer);
            best = answer.logProbability() > best.logProbability() ? answer : best;
        }
        return best;
    }

    /** All beginnings longer by every token, of which the likeliest stay; to the very end, however unlikely they have become. */
    private static Said searched(Language language, AnswerEnd end, int width) {
        Said best = new Said(List.of(), Double.NEGATIVE_INFINITY);
        List<Said> open = List.of(Said.NOTHING);
        while (!open.isEmpty()) {
            List<Said> all = new ArrayList<>();
            for (Said beginning : open) {
                float[] logits = language.logits(beginning.ids());
                IntStream.range(0, logits.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer id) -> 0 - logits[id])) // 0 and -0 are equal
                        .map(id -> beginning.by(logits, id))
                        .filter(one -> one.logProbability() > Double.NEGATIVE_INFINITY)
                        .forEach(all::add);
            }
            all.sort(Comparator.comparingDouble(Said::logProbability).reversed());
            List<Said> going = new ArrayList<>();
            for (Said one : all.subList(0, Math.min(width, all.size()))) {
                if (one.told(end).isEmpty()) {
                    going.add(one);
                } else if (one.logProbability() > best.logProbability()) {
                    best = one;
                }
            }
            open = going;
        }
        return best;
    }

    private static Generation generated(Language language, AnswerEnd end, Sampling sampling) {
        StringBuilder heard = new StringBuilder();
        GenerationOptions options = new GenerationOptions(end.maxTokens(), sampling, () -> false);
        Turn turn = Turn.of(tokenizer, end.stops(), options, heard::append);
        List<List<Integer>> sequences = List.of(List.of());
        Optional<Generation> answer = Optional.empty();
        while (answer.isEmpty()) {
            assertTrue(sequences.size() <= sampling.sequences(), () -> sampling + " takes up more");
            List<List<Integer>> before = sequences;
            answer = turn.hear(before.stream().map(language::logits).toList());
            sequences = IntStream.range(0, turn.sequences().size())
                    .mapToObj(place -> longer(
                            before.get(turn.sequences().get(place)),
                            turn.lastTokens().get(place)))
                    .toList();
        }
        assertEquals(answer.get().text(), heard.toString());
        return answer.get();
    }

    private static List<Integer> longer(List<Integer> said, int token) {
        List<Integer> longer = new ArrayList<>(said);
        longer.add(token);
        return longer;
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void aBeamThatIsWideEnoughFindsTheLikeliestAnswerOfAll(@ForAll long seed) {
        Random random = new Random(seed);
        int tokens = 2 + random.nextInt(4);
        AnswerEnd end = new AnswerEnd(Set.of(random.nextInt(tokens)), 1 + random.nextInt(5));
        Language language = language(random, tokens);
        int all = (int) Math.pow(tokens, end.maxTokens());
        Said expected = likeliest(language, end, Said.NOTHING);
        Generation found = generated(language, end, new Sampling.Beam(all));
        assertEquals(expected.logProbability(), logProbability(found), 1e-9);
        assertEquals(found, generated(language, end, new Sampling.Beam(all)));
    }

    /** That what can become no likelier leaves the beam early changes nothing. */
    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void aNarrowBeamFindsWhatAPlainSearchOfThatWidthFinds(@ForAll long seed) {
        Random random = new Random(seed);
        int tokens = 2 + random.nextInt(12);
        int stop = random.nextInt(4) == 0 ? NO_TOKEN : random.nextInt(tokens);
        AnswerEnd end = new AnswerEnd(Set.of(stop), 1 + random.nextInt(9));
        Language language = language(random, tokens);
        int width = 1 + random.nextInt(6);
        Said expected = searched(language, end, width);
        assertEquals(expected.told(end).orElseThrow(), generated(language, end, new Sampling.Beam(width)));
    }

    /** Of two tokens nearly all that is said for long repeats itself. */
    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void anAnswerThatRepeatsItselfEndsInTheBeamToo(@ForAll long seed) {
        AnswerEnd end = new AnswerEnd(Set.of(NO_TOKEN), 40);
        int width = 1 + new Random(seed).nextInt(3);
        Language language = said -> {
            int last = said.isEmpty() ? 0 : said.getLast();
            float[] logits = new float[102];
            Arrays.fill(logits, Float.NEGATIVE_INFINITY);
            logits[100] = last == 100 ? 0 : seed % 3;
            logits[101] = new Random(seed + said.hashCode()).nextInt(7) == 0 ? 3 : -1;
            return logits;
        };
        Generation expected = searched(language, end, width).told(end).orElseThrow();
        Generation greedy = generated(language, end, new Sampling.Greedy());
        assertEquals(greedy, generated(language, end, new Sampling.Beam(1)));
        assertEquals(expected, generated(language, end, new Sampling.Beam(width)));
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void aBeamOfOneSaysTheLikeliestTokens(@ForAll long seed) {
        Random random = new Random(seed);
        int tokens = 2 + random.nextInt(200);
        AnswerEnd end = new AnswerEnd(Set.of(random.nextInt(tokens)), 1 + random.nextInt(30));
        Language language = language(random, tokens);
        Generation greedy = generated(language, end, new Sampling.Greedy());
        assertEquals(greedy, generated(language, end, new Sampling.Beam(1)));
    }

    @Example
    void whatIsNoNumberIsAnError() {
        Language damaged = said -> new float[] {0, said.size() < 2 ? 1 : Float.NaN, 0};
        AnswerEnd end = new AnswerEnd(Set.of(NO_TOKEN), 5);
        assertThrows(ModelException.class, () -> generated(damaged, end, new Sampling.Beam(2)));
        assertThrows(IllegalArgumentException.class, () -> new Sampling.Beam(0));
    }

    @Example
    void aSearchThatIsGivenUpEndsWithTheLikeliestBeginning() {
        Random random = new Random(3);
        Language language = language(random, 20);
        GenerationOptions options = new GenerationOptions(9, new Sampling.Beam(3), () -> true);
        Turn turn = Turn.of(tokenizer, Set.of(NO_TOKEN), options, TokenListener.none());
        turn.hear(List.of(language.logits(List.of())));
        Generation stands = turn.givenUp().orElseThrow();
        assertEquals(StopReason.CANCELLED, stands.reason());
        assertEquals(List.of(Logits.likeliest(language.logits(List.of()))), stands.tokens());
    }

    private static double logProbability(Generation answer) {
        return answer.said().stream()
                .mapToDouble(GeneratedToken::logProbability)
                .sum();
    }

    private interface Check {
        void of(Network network, Prefilled prompt);
    }

    /** With every kind of layer, in every precision, by Java's own arithmetic and by the engine's. */
    private static void withModels(Check check) throws IOException {
        List<ObjectNode> configs =
                List.of(RandomModel.config("M-M*M*-", "uni_1_0.5", true), RandomModel.transformer(2, "", "no_merge"));
        for (ObjectNode config : configs) {
            Map<String, float[]> weights = RandomModel.write(directory, config, 6);
            weights.computeIfPresent("llm_backbone.llm.lm_head.weight", (name, head) -> {
                IntStream.range(0, head.length).forEach(i -> head[i] *= SHARPER);
                return head;
            });
            RandomModel.overwrite(directory, weights);
            for (Precision precision : Precision.values()) {
                ModelOptions options = new ModelOptions(ComputeDevice.cpu(), precision, 1);
                withModel(options, check);
                withModel(options.withoutVectors(), check);
            }
        }
    }

    private static void withModel(ModelOptions options, Check check) {
        float[] visual = new float[9 * 40];
        Random random = new Random(9);
        IntStream.range(0, visual.length).forEach(i -> visual[i] = (float) random.nextGaussian());
        try (Network network = Network.load(directory, options)) {
            try (Workspace workspace = network.kernels().workspace();
                    PromptPrefix film = network.decoder()
                            .prefix(new long[] {1, 40}, workspace.floats(visual, 9, 40), PrefillListener.none());
                    Prefilled prompt =
                            network.decoder().instruct(film, tokenizer.encode("Go >"), PrefillListener.none())) {
                check.of(network, prompt);
            }
            assertEquals(1, network.kernels().openWorkspaces(), "only the weights' own");
        }
    }

    /** What a model says behind a prompt, every sequence by itself. */
    private static Language language(Decoder decoder, Prefilled prompt) {
        return said -> {
            float[] logits = prompt.logits();
            try (DecoderBatch batch = decoder.batch(List.of(prompt))) {
                for (int token : said) {
                    logits = decoder.step(batch, new long[] {token})[0];
                }
            }
            return logits;
        };
    }

    @Example
    void aModelIsSearchedAsEachOfItsBeginningsByItselfWouldBe() throws IOException {
        withModels((network, prompt) -> {
            Language language = language(network.decoder(), prompt);
            int stop = searched(language, new AnswerEnd(Set.of(NO_TOKEN), 5), 3)
                    .ids()
                    .getLast();
            AnswerEnd end = new AnswerEnd(Set.of(stop), 6);
            GenerationOptions options = new GenerationOptions(6, new Sampling.Beam(4), () -> false);
            Generator generator = new Generator(network.decoder(), tokenizer, List.of(stop));
            Generation found = generator.generate(prompt, options, TokenListener.none());
            Said expected = searched(language, end, 4);
            assertEquals(expected.ids(), found.tokens());
            assertEquals(expected.logProbability(), logProbability(found), 1e-3);
        });
    }

    /** Every beginning of one token stays: so the likeliest two of all are found. */
    @Example
    void aModelsLikeliestAnswerIsFoundByABeamAsWideAsItsVocabulary() throws IOException {
        withModels((network, prompt) -> {
            int stop = Logits.likeliest(prompt.logits());
            double best = Logits.logProbability(prompt.logits(), stop);
            try (DecoderBatch batch = network.decoder().batch(List.of(prompt))) {
                batch.keep(Collections.nCopies(RandomModel.VOCABULARY, 0));
                long[] all = IntStream.range(0, RandomModel.VOCABULARY)
                        .asLongStream()
                        .toArray();
                float[][] logits = network.decoder().step(batch, all);
                for (int first = 0; first < all.length; first++) {
                    if (first != stop) {
                        double second = Logits.greedy(logits[first]).logProbability();
                        best = Math.max(best, Logits.logProbability(prompt.logits(), first) + second);
                    }
                }
            }
            Generator generator = new Generator(network.decoder(), tokenizer, List.of(stop));
            Sampling wide = new Sampling.Beam(RandomModel.VOCABULARY);
            Generation found =
                    generator.generate(prompt, new GenerationOptions(2, wide, () -> false), TokenListener.none());
            assertEquals(best, logProbability(found), 1e-3);
        });
    }

    @Example
    void aModelInABeamOfOneSaysTheLikeliestTokens() throws IOException {
        withModels((network, prompt) -> {
            Generator generator = new Generator(network.decoder(), tokenizer, List.of(NO_TOKEN));
            GenerationOptions one = new GenerationOptions(40, new Sampling.Beam(1), () -> false);
            List<Generation> both = List.of(GenerationOptions.greedy(40), one).stream()
                    .map(options -> new Asked(prompt, options, TokenListener.none()))
                    .map(asked -> generator.generateAll(List.of(asked)).getFirst())
                    .toList();
            assertEquals(both.get(0).tokens(), both.get(1).tokens());
            assertEquals(both.get(0).text(), both.get(1).text());
            assertEquals(both.get(0).reason(), both.get(1).reason());
            assertEquals(both.get(0).confidence(), both.get(1).confidence(), 1e-6);
        });
    }
}
