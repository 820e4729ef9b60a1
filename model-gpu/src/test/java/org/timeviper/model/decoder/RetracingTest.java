package org.timeviper.model.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.RandomModel;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.decoder.PrefillListener.Part;
import org.timeviper.model.generation.Logits;
import org.timeviper.model.oracle.SlowDecoder;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;

/** Draws models, prompts and answers of any shape, and holds what is told of them to plain loops over single tokens. */
class RetracingTest {

    /** A drawn model with a prompt and what was answered to it. */
    private record Drawn(
            Network network,
            Map<String, float[]> weights,
            long[] before,
            List<double[]> visual,
            long[] after,
            long[] answer) {

        int hidden() {
            return network.config().decoder().hidden();
        }

        SlowDecoder slow() {
            return new SlowDecoder(network.config(), weights);
        }

        NDArray embeddings(Workspace workspace) {
            return workspace.floats(flat(visual), visual.size(), hidden());
        }

        /** The rows as they come. */
        List<MixingRow> retrace(PrefillListener listener) {
            List<MixingRow> rows = new ArrayList<>();
            try (Workspace workspace = network.kernels().workspace()) {
                network.decoder().retrace(before, embeddings(workspace), after, answer, listener, rows::add);
            }
            return rows;
        }
    }

    private interface Check {
        void of(Drawn drawn);
    }

    private static void drawn(long seed, boolean mayMerge, Check check) throws IOException {
        Random random = new Random(seed);
        Path directory = Files.createTempDirectory("random-model");
        try {
            ObjectNode config = DecoderPropertyTest.config(random);
            if (!mayMerge) {
                ((ObjectNode) config.get("token_drop")).put("merge_module", "no_merge");
            }
            Map<String, float[]> weights = RandomModel.write(directory, config, seed);
            int chunk = 1 + random.nextInt(30);
            ModelOptions options = new ModelOptions(ComputeDevice.cpu(), Precision.FLOAT32, 1, chunk, 4);
            try (Network network = Network.load(directory, options)) {
                int hidden = network.config().decoder().hidden();
                List<double[]> visual = new ArrayList<>();
                for (int i = 1 + random.nextInt(40); i > 0; i--) {
                    visual.add(random.doubles(hidden, -2, 2).map(x -> (float) x).toArray());
                }
                check.of(new Drawn(
                        network,
                        weights,
                        DecoderPropertyTest.ids(random, random.nextInt(7)),
                        visual,
                        DecoderPropertyTest.ids(random, 1 + random.nextInt(20)),
                        DecoderPropertyTest.ids(random, random.nextInt(4))));
            }
        } finally {
            DecoderPropertyTest.delete(directory);
        }
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void rowsAndTheirTokensAreThoseOfSingleTokens(@ForAll long seed) throws IOException {
        drawn(seed, true, RetracingTest::requireRowsOfSingleTokens);
    }

    /** More than a cache has room for beyond what it is told of. */
    @Property(tries = 3, shrinking = ShrinkingMode.OFF)
    void rowsAreWholeHoweverLongTheTextIs(@ForAll long seed) throws IOException {
        long[] text = DecoderPropertyTest.ids(new Random(seed), 600);
        drawn(
                seed,
                true,
                drawn -> requireRowsOfSingleTokens(new Drawn(
                        drawn.network(), drawn.weights(), drawn.before(), drawn.visual(), text, new long[] {4})));
    }

    private static void requireRowsOfSingleTokens(Drawn drawn) {
        List<MixingRow> rows = drawn.retrace(PrefillListener.none());
        List<LayerKind> kinds = drawn.network().config().decoder().layers();
        long mixing = kinds.stream().filter(kind -> kind != LayerKind.MLP).count();
        assertEquals(mixing * (drawn.answer().length + 1), rows.size());
        SlowDecoder slow = drawn.slow();
        slow.read(drawn.before(), drawn.visual(), drawn.after());
        for (int number = 0; number <= drawn.answer().length; number++) {
            if (number > 0) {
                slow.step(drawn.answer()[number - 1]);
            }
            for (MixingRow row : rows) {
                if (row.number() == number) {
                    assertEquals(kinds.get(row.layer()), row.kind());
                    requireSame(drawn, slow, row);
                }
            }
        }
    }

    private static void requireSame(Drawn drawn, SlowDecoder slow, MixingRow row) {
        TokenLayout tokens = row.tokens();
        assertEquals(drawn.before().length, tokens.before());
        assertEquals(drawn.after().length, tokens.after());
        assertArrayEquals(
                slow.visual(row.layer()).stream().mapToInt(Integer::intValue).toArray(), tokens.visual());
        double[][] expected = slow.row(row.layer());
        assertEquals(expected.length, row.heads());
        DecoderPropertyTest.requireClose(
                Arrays.stream(expected).flatMapToDouble(Arrays::stream).toArray(), row.weights());
        for (int head = 0; head < row.heads() && row.kind() == LayerKind.ATTENTION; head++) {
            double sum = 0;
            for (int token = 0; token < row.length(); token++) {
                sum += row.weight(head, token);
            }
            assertEquals(1, sum, 1e-5);
        }
    }

    /** Values by the softmax row are what an attention layer adds; M·x + D·x, gated, is what a Mamba layer adds. */
    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void aRowMixesTheTokensToWhatTheLayerAdds(@ForAll long seed) throws IOException {
        drawn(seed, false, drawn -> {
            Streams streams = new Streams(drawn.hidden());
            SlowDecoder slow = drawn.slow();
            for (MixingRow row : drawn.retrace(streams)) {
                List<double[]> entering = streams.tokens(row.layer());
                int token = row.length() - 1;
                double[][] weights = new double[row.heads()][row.length()];
                for (int head = 0; head < row.heads(); head++) {
                    for (int earlier = 0; earlier <= token; earlier++) {
                        weights[head][earlier] = row.weight(head, earlier);
                    }
                }
                double[] added = slow.mixed(row.layer(), entering.subList(0, token + 1), weights);
                int fromEnd = entering.size() - token;
                List<double[]> leaving = streams.tokens(row.layer() + 1);
                double[] left = leaving.get(leaving.size() - fromEnd);
                float[] difference = new float[left.length];
                for (int i = 0; i < left.length; i++) {
                    difference[i] = (float) (left[i] - entering.get(token)[i]);
                }
                DecoderPropertyTest.requireClose(added, difference);
            }
        });
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void theTokensThatDecodeStepsChoseAreChosenAgain(@ForAll long seed) throws IOException {
        drawn(seed, true, drawn -> {
            Decoder decoder = drawn.network().decoder();
            List<float[]> stepped = new ArrayList<>();
            long[] chosen = new long[4];
            try (Workspace workspace = drawn.network().kernels().workspace();
                    PromptPrefix prefix =
                            decoder.prefix(drawn.before(), drawn.embeddings(workspace), PrefillListener.none());
                    Prefilled prompt = decoder.instruct(prefix, drawn.after(), PrefillListener.none())) {
                stepped.add(prompt.logits());
                for (int i = 0; i < chosen.length; i++) {
                    chosen[i] = Logits.likeliest(stepped.getLast());
                    stepped.add(decoder.step(prompt.state(), chosen[i]));
                }
                Streams streams = new Streams(drawn.hidden());
                decoder.retrace(drawn.before(), drawn.embeddings(workspace), drawn.after(), chosen, streams, row -> {});
                List<double[]> last = streams.tokens(
                        drawn.network().config().decoder().layers().size());
                for (int i = 0; i < stepped.size(); i++) {
                    double[] token = last.get(last.size() - stepped.size() + i);
                    NDArray row = workspace.floats(flat(List.of(token)), 1, drawn.hidden());
                    DecoderPropertyTest.requireClose(
                            doubles(stepped.get(i)),
                            decoder.logits(workspace, row).toFloatArray());
                }
            }
        });
    }

    @Property(tries = 5, shrinking = ShrinkingMode.OFF)
    void whoeverEndsItItsMemoryComesBack(@ForAll long seed) throws IOException {
        drawn(seed, true, drawn -> {
            long open = drawn.network().kernels().openWorkspaces();
            int patience = 0;
            while (cancelled(drawn, patience)) {
                assertEquals(open, drawn.network().kernels().openWorkspaces());
                patience += 1 + patience / 4;
            }
            assertTrue(patience > 0, "it never asks");
            assertEquals(open, drawn.network().kernels().openWorkspaces());
        });
    }

    private static boolean cancelled(Drawn drawn, int patience) {
        AtomicInteger asked = new AtomicInteger(patience);
        PrefillListener impatient = new PrefillListener() {
            @Override
            public boolean cancelled() {
                return asked.getAndDecrement() <= 0;
            }
        };
        try {
            drawn.retrace(impatient);
            return false;
        } catch (CancellationException e) {
            return true;
        }
    }

    @Example
    void aPromptWithoutTextAfterTheFramesIsRefused() throws IOException {
        drawn(1, true, drawn -> {
            try (Workspace workspace = drawn.network().kernels().workspace()) {
                NDArray visual = drawn.embeddings(workspace);
                Decoder decoder = drawn.network().decoder();
                assertThrows(
                        IllegalArgumentException.class,
                        () -> decoder.retrace(
                                drawn.before(),
                                visual,
                                new long[0],
                                drawn.answer(),
                                PrefillListener.none(),
                                row -> {}));
            }
        });
    }

    private static float[] flat(List<double[]> tokens) {
        float[] flat = new float[tokens.size() * tokens.getFirst().length];
        int at = 0;
        for (double[] token : tokens) {
            for (double value : token) {
                flat[at++] = (float) value;
            }
        }
        return flat;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /** Keeps the streams as they enter every layer. */
    private static final class Streams implements LayerListener {
        private final int hidden;
        private final Map<Integer, Map<Part, float[]>> parts = new HashMap<>();

        Streams(int hidden) {
            this.hidden = hidden;
        }

        @Override
        public void entering(int layer, Part part, NDArray stream) {
            parts.computeIfAbsent(layer, key -> new HashMap<>()).put(part, stream.toFloatArray());
        }

        /** All tokens of the sequence, in order. */
        List<double[]> tokens(int layer) {
            List<double[]> tokens = new ArrayList<>();
            for (Part part : Part.values()) {
                float[] stream = parts.get(layer).getOrDefault(part, new float[0]);
                for (int from = 0; from < stream.length; from += hidden) {
                    tokens.add(doubles(Arrays.copyOfRange(stream, from, from + hidden)));
                }
            }
            return tokens;
        }
    }
}
