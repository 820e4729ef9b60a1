package org.timeviper.model.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.RandomModel;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.decoder.Instruction;
import org.timeviper.model.decoder.PrefillListener;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.decoder.PromptPrefix;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.text.Tokenizer;

class GeneratorTest {
    private static final int NO_TOKEN = -1;

    @TempDir
    Path directory;

    private Network network;
    private Tokenizer tokenizer;

    @Test
    void aStopTokenEndsTheAnswerAndIsNotInItsText() throws IOException {
        load();
        Generation endless = generate(NO_TOKEN, GenerationOptions.greedy(12));
        assertEquals(StopReason.LENGTH, endless.reason());
        assertEquals(12, endless.tokens().size());
        int stop = endless.tokens().getLast();
        int first = endless.tokens().indexOf(stop);

        Generation stopped = generate(stop, GenerationOptions.greedy(12));

        assertEquals(StopReason.STOP_TOKEN, stopped.reason());
        assertEquals(endless.tokens().subList(0, first + 1), stopped.tokens());
        assertEquals(tokenizer.decode(endless.tokens().subList(0, first)), stopped.text());
    }

    @Test
    void aCancelledAnswerEndsBeforeTheNextStepAndKeepsItsText() throws IOException {
        load();
        Generation whole = generate(NO_TOKEN, GenerationOptions.greedy(12));
        for (int steps = 0; steps < 12; steps++) {
            AtomicInteger left = new AtomicInteger(steps);
            Generation cut = generate(
                    NO_TOKEN, new GenerationOptions(12, new Sampling.Greedy(), () -> left.getAndDecrement() == 0));
            assertEquals(StopReason.CANCELLED, cut.reason());
            assertEquals(whole.tokens().subList(0, steps), cut.tokens());
            assertEquals(tokenizer.decode(cut.tokens()), cut.text());
        }
    }

    @Test
    void confidenceIsTheGeometricMeanOfTheProbabilitiesOfTheTokens() throws IOException {
        load();
        double once = generate(NO_TOKEN, GenerationOptions.greedy(1)).confidence();
        double twice = generate(NO_TOKEN, GenerationOptions.greedy(2)).confidence();
        double second = twice * twice / once;
        assertTrue(second > 1.0 / RandomModel.VOCABULARY && second <= 1, "probability " + second);
    }

    @Test
    void aModelThatSaysTheSameForEverIsStoppedAndHeardOnce() throws IOException {
        Map<String, float[]> weights = write();
        RandomModel.overwriteWithChains(directory, weights, ">A s", "ship\n\ts");
        open();
        AtomicInteger steps = new AtomicInteger();
        GenerationOptions patient = new GenerationOptions(100_000, new Sampling.Greedy(), () -> {
            steps.incrementAndGet();
            return false;
        });
        Generation stopped = generate(NO_TOKEN, patient);
        assertEquals(StopReason.REPETITION, stopped.reason());
        assertEquals("A ship\n\t", stopped.text());
        assertEquals(stopped.text(), tokenizer.decode(stopped.tokens()));
        assertEquals(2 + 3 * "ship\n\t".length(), steps.get());
    }

    @Test
    void aModelThatComputesNoNumbersIsSaidToBeDamaged() throws IOException {
        Map<String, float[]> weights = write();
        weights.get("llm_backbone.llm.backbone.layers.0.norm.weight")[3] = Float.NaN;
        RandomModel.overwrite(directory, weights);
        open();
        ModelException e = assertThrows(ModelException.class, () -> generate(NO_TOKEN, GenerationOptions.greedy(3)));
        assertTrue(e.getMessage().contains("weights are damaged"), e.getMessage());
    }

    /** The first token is a number's, and what comes behind it none. */
    @Test
    void aBatchThatComputesNoNumbersIsSaidToBeDamaged() throws IOException {
        Map<String, float[]> weights = write();
        open();
        int said = generate(NO_TOKEN, GenerationOptions.greedy(1)).tokens().getFirst();
        close();
        weights.get("llm_backbone.llm.backbone.embeddings.weight")[40 * said] = Float.NaN;
        RandomModel.overwrite(directory, weights);
        open();
        assertEquals(
                said, generate(NO_TOKEN, GenerationOptions.greedy(1)).tokens().getFirst());
        try (Workspace workspace = network.kernels().workspace();
                PromptPrefix prefix = network.decoder()
                        .prefix(new long[] {1, 40}, workspace.floats(new float[40], 1, 40), PrefillListener.none())) {
            Wanted wanted = new Wanted(prefix, "Go >", () -> GenerationOptions.greedy(3));
            ModelException e = assertThrows(ModelException.class, () -> together(List.of(wanted, wanted), NO_TOKEN));
            assertTrue(e.getMessage().contains("weights are damaged"), e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({"M*-, ''", "M-M*M*-, uni_1_0.5", "-*M*, attn_1_0.5-uni_2_0.2", "M, ''", "-, ''"})
    void answersTogetherAreThoseOfEachAlone(String pattern, String schedule) throws IOException {
        RandomModel.write(directory, RandomModel.config(pattern, schedule, true), 6);
        open();
        long open = network.kernels().openWorkspaces();
        try (Workspace workspace = network.kernels().workspace();
                PromptPrefix film = film(workspace, 9);
                PromptPrefix another = film(workspace, 14)) {
            Generation sample = alone(new Wanted(film, "Go >", () -> GenerationOptions.greedy(9)), NO_TOKEN);
            int stop = sample.tokens().get(5);
            List<Wanted> wanted = List.of(
                    new Wanted(film, "Go >", () -> GenerationOptions.greedy(12)),
                    new Wanted(film, "And this, which is longer?", () -> GenerationOptions.greedy(30)),
                    new Wanted(another, "x", () -> GenerationOptions.greedy(1)),
                    new Wanted(another, "Go >", () -> GenerationOptions.greedy(20)),
                    new Wanted(
                            film,
                            "Try",
                            () -> new GenerationOptions(25, new Sampling.Nucleus(1.2, 0.9, 3), () -> false)),
                    new Wanted(
                            film,
                            "Try",
                            () -> new GenerationOptions(25, new Sampling.Nucleus(1.2, 0.9, 4), () -> false)),
                    new Wanted(another, "Stay", () -> givenUpAfter(0, new Sampling.Greedy())),
                    new Wanted(another, "Stay", () -> givenUpAfter(4, new Sampling.Greedy())),
                    new Wanted(film, "Go >", () -> new GenerationOptions(7, new Sampling.Beam(4), () -> false)),
                    new Wanted(another, "Try", () -> new GenerationOptions(20, new Sampling.Beam(3), () -> false)),
                    new Wanted(film, "Stay", () -> givenUpAfter(3, new Sampling.Beam(2))));
            List<Generation> alone =
                    wanted.stream().map(one -> alone(one, stop)).toList();
            requireSame(alone, together(wanted, stop));
            requireSame(alone.subList(1, 2), together(wanted.subList(1, 2), stop));
            assertEquals(StopReason.STOP_TOKEN, alone.getFirst().reason());
            assertEquals(StopReason.CANCELLED, alone.get(6).reason());
        }
        assertEquals(open, network.kernels().openWorkspaces());
    }

    /** What a prompt is to be answered with; options can be used once. */
    private record Wanted(PromptPrefix film, String text, Supplier<GenerationOptions> options) {}

    private static GenerationOptions givenUpAfter(int steps, Sampling sampling) {
        AtomicInteger left = new AtomicInteger(steps);
        return new GenerationOptions(12, sampling, () -> left.getAndDecrement() <= 0);
    }

    private PromptPrefix film(Workspace workspace, int tokens) {
        Random random = new Random(tokens);
        float[] visual = new float[tokens * 40];
        for (int i = 0; i < visual.length; i++) {
            visual[i] = (float) random.nextGaussian();
        }
        return network.decoder()
                .prefix(new long[] {1, 40}, workspace.floats(visual, tokens, 40), PrefillListener.none());
    }

    private Generation alone(Wanted wanted, int stop) {
        Generator generator = new Generator(network.decoder(), tokenizer, List.of(stop));
        try (Prefilled prompt =
                network.decoder().instruct(wanted.film(), tokenizer.encode(wanted.text()), PrefillListener.none())) {
            return generator.generate(prompt, wanted.options().get(), TokenListener.none());
        }
    }

    private List<Generation> together(List<Wanted> wanted, int stop) {
        Generator generator = new Generator(network.decoder(), tokenizer, List.of(stop));
        List<Instruction> texts = wanted.stream()
                .map(one -> new Instruction(one.film(), tokenizer.encode(one.text())))
                .toList();
        List<Prefilled> prompts = network.decoder().instructAll(texts, PrefillListener.none());
        List<StringBuilder> heard = new ArrayList<>();
        List<Asked> asked = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            StringBuilder ear = new StringBuilder();
            heard.add(ear);
            asked.add(new Asked(prompts.get(i), wanted.get(i).options().get(), ear::append));
        }
        try {
            List<Generation> answers = generator.generateAll(asked);
            assertEquals(
                    heard.stream().map(StringBuilder::toString).toList(),
                    answers.stream().map(Generation::text).toList());
            return answers;
        } finally {
            prompts.forEach(Prefilled::close);
        }
    }

    private static void requireSame(List<Generation> alone, List<Generation> together) {
        assertEquals(alone.size(), together.size());
        for (int i = 0; i < alone.size(); i++) {
            assertEquals(alone.get(i).tokens(), together.get(i).tokens());
            assertEquals(alone.get(i).text(), together.get(i).text());
            assertEquals(alone.get(i).reason(), together.get(i).reason());
            for (int j = 0; j < alone.get(i).said().size(); j++) {
                assertEquals(
                        alone.get(i).said().get(j).logProbability(),
                        together.get(i).said().get(j).logProbability(),
                        1e-5);
            }
        }
    }

    @Test
    void answersToNothingAreNotGenerated() throws IOException {
        load();
        Generator generator = new Generator(network.decoder(), tokenizer, List.of(1));
        assertThrows(IllegalArgumentException.class, () -> generator.generateAll(List.of()));
    }

    private void load() throws IOException {
        write();
        open();
    }

    private Map<String, float[]> write() throws IOException {
        return RandomModel.write(directory, RandomModel.config("M*-", "", false), 6);
    }

    private void open() {
        network = Network.load(directory, new ModelOptions(ComputeDevice.cpu(), Precision.FLOAT32, 1));
        tokenizer = Tokenizer.open(directory.resolve("tokenizer.json"));
    }

    private Generation generate(int stop, GenerationOptions options) {
        Generator generator = new Generator(network.decoder(), tokenizer, List.of(stop));
        StringBuilder heard = new StringBuilder();
        try (Workspace workspace = network.kernels().workspace();
                PromptPrefix prefix = network.decoder()
                        .prefix(new long[] {1, 40}, workspace.floats(new float[40], 1, 40), PrefillListener.none());
                Prefilled prompt =
                        network.decoder().instruct(prefix, tokenizer.encode("Go >"), PrefillListener.none())) {
            Generation generation = generator.generate(prompt, options, heard::append);
            assertEquals(heard.toString(), generation.text());
            return generation;
        }
    }

    @AfterEach
    void close() {
        tokenizer.close();
        network.close();
    }
}
