package org.timeviper.model.decoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.RandomModel;
import org.timeviper.model.generation.Logits;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.EngineLanes;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;

/** Draws models, films and prompts of any shape, and holds what sequences compute together, by the engine or by Java's own arithmetic, to what each computes alone. */
class DecoderBatchTest {

    /** More than a cache has room for at first. */
    private static final int LONG_ANSWER = 150;

    private static final float LOG_PROBABILITY = 1e-5f;
    private static final float LOG_PROBABILITY_BFLOAT16 = 0.1f;
    private static final float LOG_PROBABILITY_BY_STEPS = 1e-3f;

    interface Check {
        void of(Network network, Random random);
    }

    private static void drawn(long seed, Check check) throws IOException {
        drawn(seed, Precision.FLOAT32, check);
    }

    static void drawn(long seed, Precision precision, Check check) throws IOException {
        Random random = new Random(seed);
        Path directory = Files.createTempDirectory("random-model");
        try {
            RandomModel.write(directory, DecoderPropertyTest.config(random), seed);
            int chunk = 1 + random.nextInt(60);
            ModelOptions options = new ModelOptions(ComputeDevice.cpu(), precision, 1 + random.nextInt(2), chunk, 4);
            try (Network network = Network.load(directory, options)) {
                check.of(network, random);
                assertEquals(1, network.kernels().openWorkspaces(), "only the weights' own");
            }
        } finally {
            DecoderPropertyTest.delete(directory);
        }
    }

    /** A sequence of a batch: its prompt, and what was said since. */
    private record Sequence(Instruction prompt, List<Long> said) {

        Sequence by(long token) {
            List<Long> longer = new ArrayList<>(said);
            longer.add(token);
            return new Sequence(prompt, longer);
        }

        float[] alone(Decoder decoder) {
            try (Prefilled read = decoder.instruct(prompt.prefix(), prompt.after(), PrefillListener.none())) {
                float[] logits = read.logits();
                for (long token : said) {
                    logits = decoder.step(read.state(), token);
                }
                return logits;
            }
        }
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void framesThatAreReadTogetherAreAsEachClipReadAlone(@ForAll long seed) throws IOException {
        drawn(seed, (network, random) -> {
            Decoder decoder = network.decoder();
            try (Workspace workspace = network.kernels().workspace()) {
                List<NDArray> clips = IntStream.range(0, 2 + random.nextInt(4))
                        .mapToObj(clip -> visual(network, workspace, random))
                        .toList();
                long[] before = DecoderPropertyTest.ids(random, random.nextInt(4));
                List<PromptPrefix> together = decoder.prefixes(before, clips, PrefillListener.none());
                try {
                    for (int clip = 0; clip < clips.size(); clip++) {
                        try (PromptPrefix alone = decoder.prefix(before, clips.get(clip), PrefillListener.none())) {
                            requireSame(decoder, alone, together.get(clip), random);
                        }
                    }
                } finally {
                    together.forEach(PromptPrefix::close);
                }
            }
        });
    }

    private static void requireSame(Decoder decoder, PromptPrefix alone, PromptPrefix together, Random random) {
        Instruction expected = new Instruction(alone, DecoderPropertyTest.ids(random, 1 + random.nextInt(20)));
        List<Long> said = List.of(random.nextLong(RandomModel.VOCABULARY));
        requireSame(
                new Sequence(expected, said).alone(decoder),
                new Sequence(new Instruction(together, expected.after()), said).alone(decoder));
        assertEquals(alone.bytes(), together.bytes());
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void sequencesTogetherComputeWhatEachComputesAlone(@ForAll long seed) throws IOException {
        drawn(
                seed,
                (network, random) -> withPrefixes(network, random, prefixes -> {
                    List<Instruction> prompts = instructions(random, prefixes);
                    List<Prefilled> read = network.decoder().instructAll(prompts, PrefillListener.none());
                    List<Sequence> sequences = prompts.stream()
                            .map(prompt -> new Sequence(prompt, List.of()))
                            .toList();
                    requireSame(
                            network.decoder(),
                            sequences,
                            read.stream().map(Prefilled::logits).toArray(float[][]::new));
                    try (DecoderBatch batch = network.decoder().batch(read)) {
                        for (int step = 0; step < 4; step++) {
                            sequences = goingOn(network.decoder(), batch, sequences, random);
                        }
                    } finally {
                        read.forEach(Prefilled::close);
                    }
                }));
    }

    /** Lets some leave and some divide, and all others take a step. */
    private static List<Sequence> goingOn(
            Decoder decoder, DecoderBatch batch, List<Sequence> sequences, Random random) {
        List<Integer> kept = random.ints(1 + random.nextInt(sequences.size() + 1), 0, sequences.size())
                .boxed()
                .toList();
        batch.keep(kept);
        assertEquals(kept.size(), batch.size());
        long[] tokens = DecoderPropertyTest.ids(random, kept.size());
        List<Sequence> longer = IntStream.range(0, kept.size())
                .mapToObj(row -> sequences.get(kept.get(row)).by(tokens[row]))
                .toList();
        requireSame(decoder, longer, stepped(decoder, batch, tokens, random));
        return longer;
    }

    /** By one way or the other, each of which goes on from what the other left. */
    private static float[][] stepped(Decoder decoder, DecoderBatch batch, long[] tokens, Random random) {
        return random.nextBoolean() ? decoder.step(batch, tokens) : decoder.stepByKernels(batch, tokens);
    }

    @Property(tries = 10, shrinking = ShrinkingMode.OFF)
    void whatIsComputedOfASequenceDoesNotDependOnThoseBesideIt(@ForAll long seed) throws IOException {
        for (Precision precision : Precision.values()) {
            drawn(
                    seed,
                    precision,
                    (network, random) -> withPrefixes(network, random, prefixes -> {
                        List<Prefilled> read =
                                network.decoder().instructAll(instructions(random, prefixes), PrefillListener.none());
                        try {
                            requireEachToBeAsAlone(network.decoder(), read, random);
                        } finally {
                            read.forEach(Prefilled::close);
                        }
                    }));
        }
    }

    @Property(tries = 2, shrinking = ShrinkingMode.OFF)
    void moreThanJavasOwnArithmeticIsFasterForAreTheEngines(@ForAll long seed) throws IOException {
        drawn(
                seed,
                (network, random) -> withPrefixes(network, random, prefixes -> {
                    Decoder decoder = network.decoder();
                    Instruction prompt = new Instruction(prefixes.getFirst(), new long[] {7});
                    try (Prefilled read = decoder.instruct(prompt.prefix(), prompt.after(), PrefillListener.none());
                            DecoderBatch batch = decoder.batch(List.of(read))) {
                        long[] tokens = DecoderPropertyTest.ids(random, 100);
                        batch.keep(Collections.nCopies(tokens.length, 0));
                        assertTrue(decoder.isOnDevice(batch));
                        float[][] many = decoder.step(batch, tokens);
                        batch.keep(List.of(99, 3));
                        assertFalse(decoder.isOnDevice(batch));
                        float[][] few = decoder.step(batch, new long[] {5, 6});
                        requireSame(new Sequence(prompt, List.of(tokens[50])).alone(decoder), many[50]);
                        requireSame(new Sequence(prompt, List.of(tokens[99], 5L)).alone(decoder), few[0]);
                        requireSame(new Sequence(prompt, List.of(tokens[3], 6L)).alone(decoder), few[1]);
                    }
                }));
    }

    /** To the last digit, also when they have changed places. */
    private static void requireEachToBeAsAlone(Decoder decoder, List<Prefilled> read, Random random) {
        List<DecoderBatch> alone = new ArrayList<>();
        try (DecoderBatch together = decoder.batch(read)) {
            read.forEach(one -> alone.add(decoder.batch(List.of(one))));
            List<Integer> order = IntStream.range(0, read.size()).boxed().toList();
            for (int step = 0; step < 3; step++) {
                assertFalse(decoder.isOnDevice(together));
                long[] tokens = DecoderPropertyTest.ids(random, read.size());
                float[][] logits = decoder.step(together, tokens);
                for (int row = 0; row < tokens.length; row++) {
                    DecoderBatch one = alone.get(order.get(row));
                    assertArrayEquals(decoder.step(one, new long[] {tokens[row]})[0], logits[row]);
                }
                together.keep(IntStream.range(0, read.size())
                        .mapToObj(row -> read.size() - 1 - row)
                        .toList());
                order = order.reversed();
            }
        } finally {
            alone.forEach(DecoderBatch::close);
        }
    }

    @Property(tries = 10, shrinking = ShrinkingMode.OFF)
    void aGreedyStepTellsWhatTheLogitsOfEachSay(@ForAll long seed) throws IOException {
        drawn(
                seed,
                (network, random) -> withPrefixes(network, random, prefixes -> {
                    List<Prefilled> read =
                            network.decoder().instructAll(instructions(random, prefixes), PrefillListener.none());
                    try (DecoderBatch one = network.decoder().batch(read);
                            DecoderBatch other = network.decoder().batch(read)) {
                        long[] tokens = DecoderPropertyTest.ids(random, read.size());
                        for (int step = 0; step < 3; step++) {
                            float[][] logits = network.decoder().stepByKernels(one, tokens);
                            List<NextToken> next = network.decoder().greedyStep(other, tokens);
                            requireLikeliest(logits, next);
                            tokens = next.stream().mapToLong(NextToken::id).toArray();
                        }
                        assertThrows(IllegalArgumentException.class, () -> network.decoder()
                                .greedyStep(other, new long[read.size() + 1]));
                    } finally {
                        read.forEach(Prefilled::close);
                    }
                }));
    }

    private static void requireLikeliest(float[][] logits, List<NextToken> next) {
        assertEquals(logits.length, next.size());
        for (int row = 0; row < logits.length; row++) {
            int likeliest = Logits.likeliest(logits[row]);
            assertEquals(likeliest, next.get(row).id());
            double logProbability = Logits.logProbability(logits[row], likeliest);
            assertEquals(logProbability, next.get(row).logProbability(), LOG_PROBABILITY);
        }
    }

    private static void requireSame(Decoder decoder, List<Sequence> sequences, float[][] logits) {
        assertEquals(sequences.size(), logits.length);
        for (int row = 0; row < logits.length; row++) {
            requireSame(sequences.get(row).alone(decoder), logits[row]);
        }
    }

    private static void requireSame(float[] alone, float[] together) {
        requireSame(alone, together, LOG_PROBABILITY);
    }

    private static void requireSame(float[] alone, float[] together, float tolerance) {
        for (int id = 0; id < alone.length; id++) {
            assertEquals(Logits.logProbability(alone, id), Logits.logProbability(together, id), tolerance, "id " + id);
        }
    }

    /** The attention of a batch is float32 in every precision, that of one sequence is not. */
    @Property(tries = 5, shrinking = ShrinkingMode.OFF)
    void inHalfTheBitsTheyStayNearWhatEachComputesAlone(@ForAll long seed) throws IOException {
        drawn(
                seed,
                Precision.BFLOAT16,
                (network, random) -> withPrefixes(network, random, prefixes -> {
                    List<Instruction> prompts = instructions(random, prefixes);
                    List<Prefilled> read = network.decoder().instructAll(prompts, PrefillListener.none());
                    long[] tokens = DecoderPropertyTest.ids(random, prompts.size());
                    try (DecoderBatch batch = network.decoder().batch(read)) {
                        float[][] logits = stepped(network.decoder(), batch, tokens, random);
                        for (int row = 0; row < logits.length; row++) {
                            float[] alone =
                                    new Sequence(prompts.get(row), List.of(tokens[row])).alone(network.decoder());
                            requireSame(alone, logits[row], LOG_PROBABILITY_BFLOAT16);
                        }
                    } finally {
                        read.forEach(Prefilled::close);
                    }
                }));
    }

    @Property(tries = 5, shrinking = ShrinkingMode.OFF)
    void aLongAnswerOutgrowsTheRoomThatItBeganWith(@ForAll long seed) throws IOException {
        drawn(
                seed,
                (network, random) -> withPrefixes(network, random, prefixes -> {
                    Instruction prompt = new Instruction(prefixes.getFirst(), new long[] {7, 8, 9});
                    List<Prefilled> read = network.decoder().instructAll(List.of(prompt), PrefillListener.none());
                    long[] answer = DecoderPropertyTest.ids(random, LONG_ANSWER);
                    float[] logits = {};
                    try (DecoderBatch batch = network.decoder().batch(read)) {
                        for (long token : answer) {
                            logits = stepped(network.decoder(), batch, new long[] {token}, random)[0];
                        }
                    } finally {
                        read.forEach(Prefilled::close);
                    }
                    List<Long> said = LongStream.of(answer).boxed().toList();
                    requireSame(new Sequence(prompt, said).alone(network.decoder()), logits);
                }));
    }

    /** A film's caches have room for 512 tokens behind it: here for a question and half an answer. */
    @Property(tries = 5, shrinking = ShrinkingMode.OFF)
    void anAnswerThatOutgrowsTheRoomBehindItsFilmIsReadAsPartOfItsPromptWouldBe(@ForAll long seed) throws IOException {
        drawn(
                seed,
                (network, random) -> withPrefixes(network, network.decoder().withoutDropping(), random, prefixes -> {
                    Decoder decoder = network.decoder().withoutDropping();
                    PromptPrefix film = prefixes.getFirst();
                    long[] question = DecoderPropertyTest.ids(random, 300);
                    long[] answer = DecoderPropertyTest.ids(random, 300);
                    long[] both = LongStream.concat(LongStream.of(question), LongStream.of(answer))
                            .toArray();
                    float[] asPrompt = new Sequence(new Instruction(film, both), List.of()).alone(decoder);
                    try (Prefilled asked = decoder.instruct(film, question, PrefillListener.none())) {
                        float[] logits = {};
                        for (long token : answer) {
                            logits = decoder.step(asked.state(), token);
                        }
                        requireSame(asPrompt, logits, LOG_PROBABILITY_BY_STEPS);
                        float[] inABatch;
                        try (DecoderBatch batch = decoder.batch(List.of(asked))) {
                            inABatch = stepped(decoder, batch, new long[] {7}, random)[0];
                        }
                        requireSame(decoder.step(asked.state(), 7), inABatch);
                    }
                }));
    }

    @Example
    void aBatchNeedsSequencesAndATokenForEach() throws IOException {
        drawn(
                5,
                (network, random) -> withPrefixes(network, random, prefixes -> {
                    assertThrows(IllegalArgumentException.class, () -> network.decoder()
                            .batch(List.of()));
                    Instruction prompt = new Instruction(prefixes.getFirst(), new long[] {7});
                    List<Prefilled> read =
                            network.decoder().instructAll(List.of(prompt, prompt), PrefillListener.none());
                    try (DecoderBatch batch = network.decoder().batch(read)) {
                        assertThrows(IllegalArgumentException.class, () -> batch.keep(List.of()));
                        assertThrows(IllegalArgumentException.class, () -> network.decoder()
                                .step(batch, new long[] {7}));
                        assertEquals(2, network.decoder().step(batch, new long[] {7, 7}).length);
                    } finally {
                        read.forEach(Prefilled::close);
                    }
                }));
    }

    @Example
    void promptsOfWhichOneCannotBeReadLeaveNothingBehind() throws IOException {
        drawn(
                5,
                (network, random) -> withPrefixes(network, random, prefixes -> {
                    long[] unknown = {RandomModel.VOCABULARY};
                    long[] longText = DecoderPropertyTest.ids(random, 100);
                    List<Instruction> prompts = List.of(
                            new Instruction(prefixes.getFirst(), longText),
                            new Instruction(prefixes.getFirst(), unknown));
                    long open = network.kernels().openWorkspaces();
                    assertThrows(RuntimeException.class, () -> network.decoder()
                            .instructAll(prompts, PrefillListener.none()));
                    assertThrows(IllegalArgumentException.class, () -> network.decoder()
                            .instructAll(
                                    List.of(new Instruction(prefixes.getFirst(), new long[0])),
                                    PrefillListener.none()));
                    assertEquals(open, network.kernels().openWorkspaces());
                }));
    }

    /** Whoever waits for them is impatient, and ever less; or the last of the clips is none that the decoder can read. */
    @Property(tries = 5, shrinking = ShrinkingMode.OFF)
    void clipsThatAreNotAllReadLeaveNothingBehind(@ForAll long seed) throws IOException {
        drawn(seed, (network, random) -> {
            try (Workspace workspace = network.kernels().workspace()) {
                List<NDArray> clips = new ArrayList<>();
                for (int clip = 0; clip < 3; clip++) {
                    clips.add(visual(network, workspace, random));
                }
                long open = network.kernels().openWorkspaces();
                for (int patience = 0; cancelled(network.decoder(), clips, patience); patience += 1 + patience / 4) {
                    assertEquals(open, network.kernels().openWorkspaces());
                }
                clips.add(workspace.floats(new float[7], 1, 7));
                assertThrows(RuntimeException.class, () -> network.decoder()
                        .prefixes(new long[] {1}, clips, PrefillListener.none()));
                assertEquals(open, network.kernels().openWorkspaces());
            }
        });
    }

    private static boolean cancelled(Decoder decoder, List<NDArray> clips, int patience) {
        AtomicInteger asked = new AtomicInteger(patience);
        PrefillListener impatient = new PrefillListener() {
            @Override
            public boolean cancelled() {
                return asked.getAndDecrement() == 0;
            }
        };
        try {
            decoder.prefixes(new long[] {1}, clips, impatient).forEach(PromptPrefix::close);
            return false;
        } catch (CancellationException e) {
            return true;
        }
    }

    /** Two threads share a prompt out, and chunks of a third of it. */
    @Example
    void chunksOfAPromptAreReadInLanesSideBySide() throws IOException {
        Path directory = Files.createTempDirectory("random-model");
        try {
            RandomModel.write(directory, RandomModel.config("M-M*-", "", false), 1);
            ModelOptions options = new ModelOptions(ComputeDevice.cpu(), Precision.FLOAT32, 2, 20, 4);
            try (Network network = Network.load(directory, options);
                    Workspace workspace = network.kernels().workspace()) {
                Set<String> lanes = ConcurrentHashMap.newKeySet();
                PrefillListener listener = new PrefillListener() {
                    @Override
                    public boolean cancelled() {
                        lanes.add(EngineLanes.isLane() + " "
                                + Thread.currentThread().threadId());
                        return false;
                    }
                };
                NDArray visual = workspace.floats(new float[30 * 40], 30, 40);
                network.decoder().prefix(new long[] {1}, visual, listener).close();
                assertTrue(lanes.stream().allMatch(lane -> lane.startsWith("true")), lanes::toString);
                assertFalse(lanes.isEmpty());
            }
        } finally {
            DecoderPropertyTest.delete(directory);
        }
    }

    interface Reading {
        void of(List<PromptPrefix> prefixes);
    }

    /** Reads one film, or several of unequal lengths. */
    static void withPrefixes(Network network, Random random, Reading task) {
        withPrefixes(network, network.decoder(), random, task);
    }

    private static void withPrefixes(Network network, Decoder decoder, Random random, Reading task) {
        List<PromptPrefix> prefixes = new ArrayList<>();
        try (Workspace workspace = network.kernels().workspace()) {
            for (int films = 1 + random.nextInt(3); films > 0; films--) {
                NDArray visual = visual(network, workspace, random);
                long[] before = DecoderPropertyTest.ids(random, random.nextInt(4));
                prefixes.add(decoder.prefix(before, visual, PrefillListener.none()));
            }
            task.of(prefixes);
        } finally {
            prefixes.forEach(PromptPrefix::close);
        }
    }

    private static NDArray visual(Network network, Workspace workspace, Random random) {
        int hidden = network.config().decoder().hidden();
        float[] values = new float[(1 + random.nextInt(30)) * hidden];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return workspace.floats(values, values.length / hidden, hidden);
    }

    /** Some about each film, of unequal lengths, neighbours about the same one or not. */
    private static List<Instruction> instructions(Random random, List<PromptPrefix> prefixes) {
        Instruction[] prompts = new Instruction[1 + random.nextInt(6)];
        Arrays.setAll(
                prompts,
                i -> new Instruction(
                        prefixes.get(random.nextInt(prefixes.size())),
                        DecoderPropertyTest.ids(random, 1 + random.nextInt(20))));
        return List.of(prompts);
    }
}
