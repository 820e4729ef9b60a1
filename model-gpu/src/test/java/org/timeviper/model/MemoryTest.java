package org.timeviper.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.model.checkpoint.Checkpoint;
import org.timeviper.model.checkpoint.TensorInfo;
import org.timeviper.model.checkpoint.TensorType;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.decoder.DecoderBatch;
import org.timeviper.model.decoder.Instruction;
import org.timeviper.model.decoder.PrefillListener;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.decoder.PromptPrefix;
import org.timeviper.model.generation.GenerationOptions;
import org.timeviper.model.generation.Generator;
import org.timeviper.model.generation.Sampling;
import org.timeviper.model.generation.StopReason;
import org.timeviper.model.generation.TokenListener;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Kernels;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.text.Tokenizer;

/** Memory that the model needs and gives back, measured at the whole process. */
class MemoryTest {
    private static final int HIDDEN = 256;
    private static final int KEYS_AND_VALUES = 2 * 32;
    private static final int TAPE = 2 * 2 * 32 + 8;
    private static final long MIB = 1L << 20;
    private static final ModelOptions OPTIONS = new ModelOptions(ComputeDevice.cpu(), Precision.FLOAT32, 1, 256, 4);

    @TempDir
    Path directory;

    /** One activation of all tokens at once, or scores of all against all, would be 80 MiB and more beyond what is allowed here. */
    @ParameterizedTest
    @CsvSource({"'', 1", "uni_0_0.9-attn_1_0.5, 2"})
    void aLongPrefillNeedsNoMoreThanStreamAndCacheBeyondAShortOne(String schedule, int streams) throws Exception {
        RandomModel.write(directory, config(schedule), 5);
        int tokens = 10_000;
        try (Network network = Network.load(directory, OPTIONS);
                Workspace workspace = network.kernels().workspace()) {
            NDArray visual = random(workspace, tokens);
            prefill(network, workspace.rows(visual, 0, 1000));
            long streamAndCache = 4L * tokens * (streams * HIDDEN + KEYS_AND_VALUES);
            long bound = streamAndCache + 32 * MIB;
            long growth = AllocatedMemory.growthDuring(bound, () -> prefill(network, visual));
            assertTrue(growth < bound, growth / MIB + " MiB, where stream and cache need " + streamAndCache / MIB);
        }
    }

    /** The tensor has 160 MiB. */
    @Test
    void aTensorIsLoadedWithLittleMoreMemoryThanItTakesAndSomeRowsWithLittleMoreThanTheirs() throws Exception {
        Path file = directory.resolve("model.safetensors");
        TensorFile.sparse(file, Map.of("w", new TensorInfo("w", TensorType.BF16, List.of(40_960L, 2048L))));
        try (Kernels kernels = Kernels.load(ComputeDevice.cpu(), 1);
                Checkpoint checkpoint = Checkpoint.open(file)) {
            long whole = AllocatedMemory.growthDuring(
                    (160 + 80) * MIB, () -> load(kernels, checkpoint, weights -> weights.matrix("w")));
            assertTrue(whole < (160 + 80) * MIB, whole / MIB + " MiB");
            long rows = AllocatedMemory.growthDuring(
                    16 * MIB, () -> load(kernels, checkpoint, weights -> weights.exactRows("w", 40_000, 100)));
            assertTrue(rows < 16 * MIB, rows / MIB + " MiB");
        }
    }

    private static void load(Kernels kernels, Checkpoint checkpoint, Consumer<Weights> loading) {
        try (Workspace memory = kernels.workspace()) {
            loading.accept(new Weights(checkpoint, memory, Precision.BFLOAT16));
        }
    }

    /** A copy of the film's keys and values for each prompt would be 80 MiB. */
    @Test
    void promptsAboutOneFilmShareWhatItsFramesLeftBehind() throws Exception {
        RandomModel.write(directory, config(""), 5);
        int prompts = 32;
        try (Network network = Network.load(directory, OPTIONS);
                Workspace workspace = network.kernels().workspace();
                PromptPrefix film = prefix(network, random(workspace, 10_000))) {
            List<Instruction> texts = Collections.nCopies(prompts, new Instruction(film, new long[] {2, 3}));
            long growth = AllocatedMemory.growthDuring(40 * MIB, () -> {
                List<Prefilled> read = network.decoder().instructAll(texts, PrefillListener.none());
                try (DecoderBatch batch = network.decoder().batch(read)) {
                    network.decoder().step(batch, new long[prompts]);
                } finally {
                    read.forEach(Prefilled::close);
                }
            });
            assertTrue(growth < 40 * MIB, growth / MIB + " MiB");
        }
    }

    /** A copy of the film's keys and values for each beginning of an answer would be 80 MiB. */
    @Test
    void aBeamSharesWhatItsFilmHasLeftBehind() throws Exception {
        RandomModel.write(directory, config(""), 5);
        GenerationOptions options = new GenerationOptions(60, new Sampling.Beam(32), () -> false);
        try (Network network = Network.load(directory, OPTIONS);
                Tokenizer tokenizer = Tokenizer.open(directory.resolve("tokenizer.json"));
                Workspace workspace = network.kernels().workspace();
                PromptPrefix film = prefix(network, random(workspace, 10_000));
                Prefilled prompt = network.decoder().instruct(film, new long[] {2, 3}, PrefillListener.none())) {
            Generator generator = new Generator(network.decoder(), tokenizer, List.of());
            long growth = AllocatedMemory.growthDuring(
                    40 * MIB, () -> generator.generate(prompt, options, TokenListener.none()));
            assertTrue(growth < 40 * MIB, growth / MIB + " MiB");
        }
    }

    /** The stream that all frames came in would be 12 MiB. */
    @ParameterizedTest
    @CsvSource({"uni_0_0.25, 0", "uni_0_0.5-uni_1_0.25, 0", "uni_0_0.25-attn_1_0.1, 0.25"})
    void aPrefixTellsWhatItHoldsAndHoldsOfItsStreamWhatIsStillWanted(String schedule, double stream) throws Exception {
        RandomModel.write(directory, config(schedule), 5);
        int tokens = 12_000;
        try (Network network = Network.load(directory, OPTIONS);
                Workspace workspace = network.kernels().workspace()) {
            NDArray visual = random(workspace, tokens);
            long told;
            try (PromptPrefix prefix = prefix(network, visual)) {
                told = prefix.bytes();
            }
            long held = AllocatedMemory.growthWhileOpen(() -> prefix(network, visual));
            assertEquals(told, held, 4 * MIB);
            double streamCacheAndMemory = 4.0 * tokens * (stream * HIDDEN + KEYS_AND_VALUES);
            assertTrue(told < streamCacheAndMemory + MIB, told / MIB + " MiB");
        }
    }

    /** The keys and values that the film has left behind are 18 MiB: as many again and half as many were it, had they to move for a long answer. */
    @ParameterizedTest
    @CsvSource({"'', 0", "attn_0_0.9, 0.9"})
    void aLongAnswerNeedsRoomForItselfAndNotForItsFilmOnceMore(String schedule, double dropped) throws Exception {
        ObjectNode config = config(schedule, "*");
        int keysAndValues = 2 * 3 * 128;
        ((ObjectNode) config.get("llm"))
                .put("num_attention_heads", 3)
                .put("num_key_value_heads", 3)
                .put("head_dim", 128);
        RandomModel.write(directory, config, 5);
        int tokens = 6000;
        long[] question = new long[480];
        try (Network network = Network.load(directory, OPTIONS);
                Workspace workspace = network.kernels().workspace();
                PromptPrefix film = prefix(network, random(workspace, tokens))) {
            double read = 4.0 * tokens * dropped * (HIDDEN + keysAndValues);
            long bound = (long) read + 14 * MIB;
            long growth = AllocatedMemory.growthDuring(bound, () -> {
                try (Prefilled prompt = network.decoder().instruct(film, question, PrefillListener.none())) {
                    for (int step = 0; step < 50; step++) {
                        network.decoder().step(prompt.state(), 4);
                    }
                }
            });
            assertTrue(growth < bound, growth / MIB + " MiB, where the film anew needs " + read / MIB);
        }
    }

    private static PromptPrefix prefix(Network network, NDArray visual) {
        return network.decoder().prefix(new long[] {1}, visual, PrefillListener.none());
    }

    /** One map of all tokens against all would be 3 GiB. */
    @Test
    void anAnswerThatIsReadOnceMoreNeedsNoMoreThanStreamCacheAndTheTapeOfOneLayer() throws Exception {
        RandomModel.write(directory, config("uni_0_0.9-attn_1_0.5"), 5);
        int tokens = 10_000;
        try (Network network = Network.load(directory, OPTIONS);
                Workspace workspace = network.kernels().workspace()) {
            NDArray visual = random(workspace, tokens);
            retrace(network, workspace.rows(visual, 0, 1000));
            long streamCacheAndTape = 4L * tokens * (HIDDEN + KEYS_AND_VALUES + TAPE);
            long bound = streamCacheAndTape + 32 * MIB;
            long growth = AllocatedMemory.growthDuring(bound, () -> retrace(network, visual));
            assertTrue(
                    growth < bound,
                    growth / MIB + " MiB, where stream, cache and tape need " + streamCacheAndTape / MIB);
        }
    }

    private static void retrace(Network network, NDArray visual) {
        network.decoder()
                .retrace(
                        new long[] {1},
                        visual,
                        new long[] {2, 3},
                        new long[] {4, 5, 6},
                        PrefillListener.none(),
                        row -> {});
    }

    private static NDArray random(Workspace workspace, int tokens) {
        Random random = new Random(1);
        int rows = Math.min(tokens, 1000);
        float[] some = new float[rows * HIDDEN];
        for (int i = 0; i < some.length; i++) {
            some[i] = (float) random.nextGaussian();
        }
        NDArray block = workspace.floats(some, rows, HIDDEN);
        NDArray all = workspace.zeros(block, tokens, HIDDEN);
        for (int start = 0; start < tokens; start += rows) {
            workspace.write(all, 0, start, block);
        }
        return all;
    }

    private static void prefill(Network network, NDArray visual) {
        try (PromptPrefix prefix = prefix(network, visual);
                Prefilled prompt = network.decoder().instruct(prefix, new long[] {2, 3}, PrefillListener.none())) {
            network.decoder().step(prompt.state(), 4);
        }
    }

    /** All pictures at once, or every picture as it came in, would be 100 MiB and more. */
    @Test
    void aLongClipNeedsNoMoreThanItsEmbeddingsBeyondAShortOne() throws Exception {
        ObjectNode config = config("");
        ((ObjectNode) config.get("vision")).put("image_size", 112);
        RandomModel.write(directory, config, 5);
        try (TimeViper model = TimeViper.load(directory, OPTIONS)) {
            model.open(clip(8, 640)).close();
            long few =
                    AllocatedMemory.growthDuring(() -> model.open(clip(8, 640)).close());
            long bound = few + 40 * MIB;
            long many = AllocatedMemory.growthDuring(
                    bound, () -> model.open(clip(256, 640)).close());
            assertTrue(many < bound, many / MIB + " MiB, where few frames need " + few / MIB);
        }
    }

    /** What a clip of any length costs beyond a short one, by the book; another copy of its stream would be 20 MiB more. */
    @Test
    void aLongClipNeedsItsEmbeddingsStreamAndCacheOnceAndNothingElse() throws Exception {
        RandomModel.write(directory, config(""), 5);
        try (Network network = Network.load(directory, OPTIONS)) {
            looked(network, 64);
            long few = AllocatedMemory.growthDuring(() -> looked(network, 64));
            long embeddingsStreamAndCache = 4L * 1280 * 16 * (2 * HIDDEN + KEYS_AND_VALUES);
            long bound = few + embeddingsStreamAndCache + 14 * MIB;
            long many = AllocatedMemory.growthDuring(bound, () -> looked(network, 64 + 1280));
            assertTrue(
                    many < bound,
                    (many - few) / MIB + " MiB, where embeddings, stream and cache need "
                            + embeddingsStreamAndCache / MIB);
        }
    }

    private static void looked(Network network, int frames) {
        try (Workspace memory = network.kernels().workspace()) {
            FrameSource film = clip(4, 28).frames().repeatedTo(frames);
            prefill(network, network.look(memory, film, frames, () -> false));
        }
    }

    @Test
    void ofALongClipThePicturesOfThreeBatchesAreHeldAtMost() throws IOException {
        RandomModel.write(directory, config(""), 5);
        try (TimeViper model = TimeViper.load(directory, OPTIONS)) {
            CountedPictures film = new CountedPictures(100);
            model.open(new Clip(0, 100, film)).close();
            assertEquals(100, film.made.size());
            assertTrue(film.most <= 3 * OPTIONS.frameBatch(), film.most + " pictures at a time");
        }
    }

    /** Makes a picture when it is asked for, and counts those that somebody still holds. */
    private static final class CountedPictures implements FrameSource {
        private final int count;
        private final List<WeakReference<byte[]>> made = new ArrayList<>();
        private long most;

        CountedPictures(int count) {
            this.count = count;
        }

        @Override
        public List<Double> seconds() {
            return IntStream.range(0, count).asDoubleStream().boxed().toList();
        }

        @Override
        public Frame read(int index) {
            byte[] rgb = new byte[3 * 28 * 28];
            made.add(new WeakReference<>(rgb));
            if (index % OPTIONS.frameBatch() == 0) {
                System.gc();
            }
            most = Math.max(
                    most, made.stream().filter(picture -> picture.get() != null).count());
            return new Frame(index, 28, 28, rgb);
        }
    }

    @Test
    void whateverEndsASessionItsMemoryComesBack() throws IOException {
        ObjectNode config = config("uni_0_0.9-attn_1_0.5");
        ((ObjectNode) config.get("llm")).put("intermediate_size", 64);
        RandomModel.write(directory, config, 5);
        try (TimeViper model = TimeViper.load(directory, OPTIONS)) {
            long open = model.network().kernels().openWorkspaces();
            long settled = 0;
            for (int round = 0; round < 24; round++) {
                answered(model);
                drawn(model);
                answeredTogether(model, round);
                searched(model, round);
                cancelledInItsPrefill(model, round);
                cancelledInItsAnswer(model);
                brokenOffByItsListener(model);
                refused(model);
                assertEquals(open, model.network().kernels().openWorkspaces());
                long now = ResidentMemory.settled();
                settled = round == 7 ? now : settled;
            }
            long growth = ResidentMemory.growthSince(settled, 32 * MIB);
            assertTrue(growth < 32 * MIB, growth / MIB + " MiB in 80 sessions of 1 MiB");
        }
    }

    private static void answered(TimeViper model) {
        try (VideoSession session = model.open(clip(32, 28))) {
            for (String question : new String[] {"What?", "Who?"}) {
                session.generate(question, "", GenerationOptions.greedy(3), TokenListener.none());
            }
        }
    }

    /** With one that is cancelled after a while, perhaps before all are read, or with a listener that breaks all of them off. */
    private static void answeredTogether(TimeViper model, int patience) {
        AtomicInteger asked = new AtomicInteger(patience);
        GenerationOptions impatient =
                new GenerationOptions(4, new Sampling.Greedy(), () -> asked.getAndDecrement() <= 0);
        Prompt leaves = new Prompt("What?", "", impatient, TokenListener.none());
        Prompt stays = new Prompt("Who is it?", "", GenerationOptions.greedy(5), TokenListener.none());
        Prompt breaks = new Prompt(
                "Who?", "", new GenerationOptions(1000, new Sampling.Nucleus(2, 1, 1), () -> false), piece -> {
                    throw new IllegalStateException("the listener is gone");
                });
        try (VideoSession session = model.open(clip(32, 28))) {
            session.generateAll(List.of(leaves));
            session.generateAll(List.of(leaves, stays));
            assertThrows(IllegalStateException.class, () -> session.generateAll(List.of(stays, breaks, stays)));
        }
    }

    private static void drawn(TimeViper model) {
        try (VideoSession session = model.open(clip(32, 28))) {
            session.drawAll(List.of("When?", "And when?"), 4, 3);
            AtomicInteger left = new AtomicInteger(4);
            session.drawAll(List.of("When?"), 1, 1);
            session.endWhen(() -> left.getAndDecrement() <= 0);
            assertThrows(CancellationException.class, () -> session.drawAll(List.of("When?"), 4, 30));
        }
    }

    /** By beams beside each other and beside a single answer, or given up after a while. */
    private static void searched(TimeViper model, int patience) {
        AtomicInteger asked = new AtomicInteger(patience);
        GenerationOptions impatient =
                new GenerationOptions(8, new Sampling.Beam(3), () -> asked.getAndDecrement() <= 0);
        GenerationOptions patient = new GenerationOptions(6, new Sampling.Beam(4), () -> false);
        Prompt leaves = new Prompt("What?", "", impatient, TokenListener.none());
        Prompt stays = new Prompt("Who is it?", "", patient, TokenListener.none());
        Prompt single = new Prompt("Who?", "", GenerationOptions.greedy(5), TokenListener.none());
        Prompt breaks = new Prompt("Who?", "", patient, piece -> {
            throw new IllegalStateException("the listener is gone");
        });
        try (VideoSession session = model.open(clip(32, 28))) {
            session.generateAll(List.of(leaves));
            session.generateAll(List.of(stays, leaves, single));
            assertThrows(IllegalStateException.class, () -> session.generateAll(List.of(stays, breaks)));
        }
    }

    private static void cancelledInItsPrefill(TimeViper model, int patience) {
        try (VideoSession session = model.open(clip(32, 28))) {
            AtomicInteger asked = new AtomicInteger(patience % 6);
            GenerationOptions impatient =
                    new GenerationOptions(3, new Sampling.Greedy(), () -> asked.getAndDecrement() <= 0);
            assertEquals(
                    StopReason.CANCELLED,
                    session.generate("What?", "", impatient, TokenListener.none())
                            .reason());
        }
    }

    private static void cancelledInItsAnswer(TimeViper model) {
        try (VideoSession session = model.open(clip(32, 28))) {
            AtomicInteger heard = new AtomicInteger();
            GenerationOptions impatient =
                    new GenerationOptions(1000, new Sampling.Nucleus(2, 1, 1), () -> heard.get() > 1);
            session.generate("What?", "", impatient, piece -> heard.incrementAndGet());
        }
    }

    private static void brokenOffByItsListener(TimeViper model) {
        try (VideoSession session = model.open(clip(32, 28))) {
            GenerationOptions options = new GenerationOptions(1000, new Sampling.Nucleus(2, 1, 1), () -> false);
            assertThrows(
                    IllegalStateException.class,
                    () -> session.generate("What?", "", options, piece -> {
                        throw new IllegalStateException("the listener is gone");
                    }));
        }
    }

    /** A token id that no embedding belongs to: the engine itself refuses, in the middle of a prefill and in a step. */
    private static void refused(TimeViper model) {
        try (Workspace workspace = model.network().kernels().workspace();
                PromptPrefix prefix = prefix(model.network(), random(workspace, 500));
                Prefilled prompt = model.network().decoder().instruct(prefix, new long[] {2}, PrefillListener.none())) {
            long[] unknown = {RandomModel.VOCABULARY};
            assertThrows(
                    RuntimeException.class,
                    () -> model.network().decoder().instruct(prefix, unknown, PrefillListener.none()));
            assertThrows(RuntimeException.class, () -> model.network().decoder().step(prompt.state(), unknown[0]));
        }
    }

    @Test
    void aModelThatIsClosedOrCannotBeLoadedLeavesNothing() throws IOException {
        ObjectNode config = config("");
        ((ObjectNode) config.get("llm")).put("intermediate_size", 16_000);
        RandomModel.write(directory, config, 5);
        Path half = Files.createDirectory(directory.resolve("half"));
        Files.copy(directory.resolve("config.json"), half.resolve("config.json"));
        Files.copy(directory.resolve("model.safetensors"), half.resolve("model.safetensors"));
        long settled = 0;
        for (int round = 0; round < 8; round++) {
            TimeViper.load(directory, OPTIONS).close();
            assertThrows(ModelException.class, () -> TimeViper.load(half, OPTIONS));
            settled = round == 1 ? ResidentMemory.settled() : settled;
        }
        long weights = Files.size(half.resolve("model.safetensors"));
        long growth = ResidentMemory.growthSince(settled, 3 * weights);
        assertTrue(growth < 3 * weights, growth / MIB + " MiB in 12 models of " + weights / MIB);
    }

    private static ObjectNode config(String schedule) {
        return config(schedule, "M*-");
    }

    private static ObjectNode config(String schedule, String pattern) {
        ObjectNode config = RandomModel.config(pattern, schedule, !schedule.isEmpty());
        config.putObject("sampling").put("max_frames", 256);
        ((ObjectNode) config.get("projector")).put("arch", "tome_mlp-16");
        ((ObjectNode) config.get("llm"))
                .put("hidden_size", HIDDEN)
                .put("intermediate_size", 2048)
                .put("num_attention_heads", 2)
                .put("num_key_value_heads", 1)
                .put("head_dim", KEYS_AND_VALUES / 2)
                .put("mamba_num_heads", 8)
                .put("mamba_head_dim", 64)
                .put("n_groups", 2)
                .put("ssm_state_size", 32)
                .put("chunk_size", 64);
        return config;
    }

    private static Clip clip(int frames, int side) {
        byte[] rgb = new byte[3 * side * side];
        new Random(frames).nextBytes(rgb);
        return new Clip(0, frames, Collections.nCopies(frames, new Frame(0, side, side, rgb)));
    }
}
