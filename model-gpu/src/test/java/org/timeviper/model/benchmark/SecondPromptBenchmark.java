package org.timeviper.model.benchmark;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.cost.Dropping;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.PrefillListener;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.decoder.PromptPrefix;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;

/** What a prompt about a film costs up to the first word of its answer: the first one, and another one whose frames have been read before. Vision is not in it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
public class SecondPromptBenchmark {
    /** Some thirty tokens, as a question has with its template. */
    private static final int QUESTION = 32;

    private static final String NOT_AT_ALL = "none";
    private static final String EVENLY = "transv:uni_3_0.25";
    private static final String GUIDED = "transv:uni_3_0.5-attn_9_0.1";

    private static final Map<String, String> ABOUT = Map.of("origin", "a benchmark");

    /** Of the film. */
    @Param({"64", "1024"})
    public int frames;

    /** How tokens are dropped, as {@link Dropping} reads it. */
    @Param({NOT_AT_ALL, EVENLY, GUIDED})
    public String dropping;

    /** Of the decoder. */
    @Param("FLOAT32")
    public Precision precision;

    private Network network;
    private Decoder decoder;
    private Workspace memory;
    private NDArray visual;
    private long[] question;
    private PromptPrefix kept;
    private Path folder;

    /** The ways to drop tokens that are for a model. */
    static List<String> droppings(ModelConfig config) {
        return Stream.of(NOT_AT_ALL, EVENLY, GUIDED)
                .filter(dropping -> fits(Dropping.parse(dropping), config))
                .toList();
    }

    private static boolean fits(Dropping dropping, ModelConfig config) {
        try {
            dropping.of(config);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Loads the model that ships, draws its inputs, and reads the frames once. */
    @Setup
    public void load() throws IOException {
        Path directory = BenchmarkModels.STARTER.directory();
        ModelConfig config = ModelConfig.read(directory.resolve("config.json"));
        network = Network.load(
                directory,
                new ModelOptions(ComputeDevice.cpu(), precision, 0),
                Dropping.parse(dropping).of(config));
        decoder = network.decoder();
        memory = network.kernels().workspace();
        int tokens = frames * config.tokensPerFrame();
        int hidden = config.decoder().hidden();
        Random random = new Random(1);
        float[] values = new float[tokens * hidden];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        visual = memory.floats(values, tokens, hidden);
        question = random.longs(QUESTION, 0, config.decoder().vocabulary()).toArray();
        kept = prefix();
        folder = Files.createTempDirectory("timeviper-benchmark-");
        decoder.keep(kept, file(), ABOUT);
        System.out.printf("%,d bytes in memory, %,d on disk%n", kept.bytes(), Files.size(file()));
    }

    private Path file() {
        return folder.resolve("prefix");
    }

    private PromptPrefix prefix() {
        return decoder.prefix(new long[] {1}, visual, PrefillListener.none());
    }

    /** Nothing is known yet but what the frames show. */
    @Benchmark
    public float first() {
        try (PromptPrefix prefix = prefix()) {
            return answer(prefix);
        }
    }

    /** The state behind the frames is in memory. */
    @Benchmark
    public float second() {
        return answer(kept);
    }

    /** The state behind the frames is in a file, which the system may still have in memory. */
    @Benchmark
    public float secondFromDisk() {
        try (PromptPrefix prefix =
                decoder.recall(file(), ABOUT, 1, visual.getShape().get(0))) {
            return answer(prefix);
        }
    }

    private float answer(PromptPrefix prefix) {
        try (Prefilled prompt = decoder.instruct(prefix, question, PrefillListener.none())) {
            return prompt.logits()[0];
        }
    }

    /** Gives memory and disk back. */
    @TearDown
    public void close() throws IOException {
        kept.close();
        memory.close();
        network.close();
        Files.delete(file());
        Files.delete(folder);
    }
}
