package org.timeviper.model.decoder;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.RandomModel;
import org.timeviper.model.oracle.SlowDecoder;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;

/** Draws models and prompts of any shape, and holds the decoder to plain loops over single tokens. */
class DecoderPropertyTest {
    private static final double TOLERANCE = 1e-4;

    /** By the engine's kernels alone, and with Java's own arithmetic. */
    @Property(tries = 50, shrinking = ShrinkingMode.OFF)
    void prefillInChunksAndDecodeStepsGiveWhatSingleTokensGive(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Path directory = Files.createTempDirectory("random-model");
        try {
            Map<String, float[]> weights = RandomModel.write(directory, config(random), seed);
            int chunk = 1 + random.nextInt(30);
            boolean vectors = random.nextBoolean();
            int threads = 1 + random.nextInt(2);
            ModelOptions options =
                    new ModelOptions(ComputeDevice.cpu(), Precision.FLOAT32, threads, chunk, 4, false, vectors);
            try (Network network = Network.load(directory, options)) {
                compare(network, weights, random);
            }
        } finally {
            delete(directory);
        }
    }

    private static void compare(Network network, Map<String, float[]> weights, Random random) {
        int hidden = network.config().decoder().hidden();
        int frames = 1 + random.nextInt(40);
        float[] visual = new float[frames * hidden];
        List<double[]> tokens = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            double[] token = new double[hidden];
            for (int j = 0; j < hidden; j++) {
                visual[i * hidden + j] = (float) random.nextGaussian();
                token[j] = visual[i * hidden + j];
            }
            tokens.add(token);
        }
        long[] before = ids(random, random.nextInt(7));
        try (Workspace workspace = network.kernels().workspace()) {
            NDArray embeddings = workspace.floats(visual, frames, hidden);
            try (PromptPrefix prefix = network.decoder().prefix(before, embeddings, PrefillListener.none())) {
                for (int question = 0; question < 2; question++) {
                    long[] after = ids(random, 1 + random.nextInt(20));
                    SlowDecoder slow = new SlowDecoder(network.config(), weights);
                    double[] expected = slow.read(before, tokens, after).getLast();
                    try (Prefilled prompt = network.decoder().instruct(prefix, after, PrefillListener.none())) {
                        requireClose(expected, prompt.logits());
                        for (long id : ids(random, 3)) {
                            requireClose(slow.step(id), network.decoder().step(prompt.state(), id));
                        }
                    }
                }
            }
        }
    }

    static ObjectNode config(Random random) {
        return random.nextInt(3) == 0 ? transformer(random) : hybrid(random);
    }

    private static ObjectNode transformer(Random random) {
        int blocks = 1 + random.nextInt(4);
        String[] merges = {"no_merge", "CrossAttention_wo_MLP", "CrossAttention"};
        ObjectNode config = RandomModel.transformer(
                blocks, schedule("*".repeat(blocks), random), merges[random.nextInt(merges.length)]);
        int keyValueHeads = 1 + random.nextInt(3);
        ((ObjectNode) config.get("llm"))
                .put("hidden_size", 16 + random.nextInt(20))
                .put("num_key_value_heads", keyValueHeads)
                .put("num_attention_heads", keyValueHeads * (1 + random.nextInt(3)))
                .put("head_dim", 2 + 2 * random.nextInt(6))
                .put("rope_theta", random.nextBoolean() ? 10_000 : 5)
                .put("tie_word_embeddings", random.nextBoolean());
        return config;
    }

    /** A group that the gated norm takes together has four numbers or more: of fewer, all of which may be near zero, the last digits decide what it leaves. */
    private static ObjectNode hybrid(Random random) {
        String[] patterns = {"M", "*", "-", "*M-", "MM*", "-*", "M-M*-M*M", "**", "M*M*M*", "*-M-"};
        String pattern = patterns[random.nextInt(patterns.length)];
        ObjectNode config = RandomModel.config(pattern, schedule(pattern, random), random.nextBoolean());
        int keyValueHeads = 1 + random.nextInt(3);
        int groups = 1 + random.nextInt(3);
        ((ObjectNode) config.get("llm"))
                .put("hidden_size", 16 + random.nextInt(20))
                .put("num_key_value_heads", keyValueHeads)
                .put("num_attention_heads", keyValueHeads * (1 + random.nextInt(3)))
                .put("head_dim", 1 + random.nextInt(12))
                .put("n_groups", groups)
                .put("mamba_num_heads", groups * (1 + random.nextInt(3)))
                .put("mamba_head_dim", 4 + random.nextInt(6))
                .put("ssm_state_size", 1 + random.nextInt(9))
                .put("conv_kernel", 1 + random.nextInt(5))
                .put("chunk_size", 1 + random.nextInt(20))
                .put("tie_word_embeddings", random.nextBoolean())
                .put("use_conv_bias", random.nextBoolean())
                .put("use_bias", random.nextBoolean())
                .put("attention_bias", random.nextBoolean())
                .put("mlp_bias", random.nextBoolean());
        if (random.nextBoolean()) {
            ((ObjectNode) config.get("llm"))
                    .putArray("time_step_limit")
                    .add(0.3)
                    .add(0.9);
        }
        return config;
    }

    private static String schedule(String pattern, Random random) {
        StringBuilder schedule = new StringBuilder();
        double keep = 1;
        for (int layer = 0; layer < pattern.length(); layer++) {
            if (random.nextInt(3) == 0) {
                keep *= 0.2 + 0.8 * random.nextDouble();
                boolean guided = pattern.charAt(layer) == '*' && random.nextBoolean();
                schedule.append(schedule.isEmpty() ? "" : "-")
                        .append(guided ? "attn_" : "uni_")
                        .append(layer)
                        .append('_')
                        .append(Math.max(0.01, Math.round(keep * 100) / 100.0));
            }
        }
        return schedule.toString();
    }

    static long[] ids(Random random, int count) {
        return random.longs(count, 0, RandomModel.VOCABULARY).toArray();
    }

    static void requireClose(double[] expected, float[] actual) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(expected[i] - actual[i], 2);
            norm += expected[i] * expected[i];
        }
        double error = Math.sqrt(difference / norm);
        assertTrue(
                error < TOLERANCE,
                () -> "relative error " + error + ", expected " + Arrays.toString(Arrays.copyOf(expected, 5))
                        + "…, not " + Arrays.toString(Arrays.copyOf(actual, 5)) + "…");
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
