package org.timeviper.model.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
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

    private void load() throws IOException {
        write();
        open();
    }

    private Map<String, float[]> write() throws IOException {
        return RandomModel.write(directory, RandomModel.config("M*-", "", false), 6);
    }

    private void open() {
        network = Network.load(directory, ModelOptions.defaults());
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
