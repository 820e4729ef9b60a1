package org.timeviper.model.benchmark;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.DecoderBatch;
import org.timeviper.model.decoder.Instruction;
import org.timeviper.model.decoder.PrefillListener;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.decoder.PromptPrefix;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;

/** How fast several answers are generated together. No token is dropped, so that every token passes every layer. */
public class BatchBenchmark extends SpeedBenchmark {
    /** Of a film: a scene of 16 frames. */
    static final int TOKENS = 256;
    /** Tokens of each answer. */
    static final int STEPS = 64;

    /** Which weights. */
    @Param({"STARTER", "LARGER"})
    public BenchmarkModels model;

    /** Of the decoder. */
    @Param({"FLOAT32", "BFLOAT16"})
    public Precision precision;

    /** Answers that are generated together. */
    @Param({"8", "32"})
    public int sequences;

    private Network network;
    private Decoder decoder;
    private List<PromptPrefix> films;
    private List<Prefilled> aboutOneFilm;
    private List<Prefilled> aboutFilms;

    /** Loads the model and reads the prompts. */
    @Setup
    public void load() {
        network = Network.load(model.directory(), new ModelOptions(ComputeDevice.cpu(), precision, 0));
        decoder = network.decoder().withoutDropping();
        int hidden = network.config().decoder().hidden();
        try (Workspace memory = network.kernels().workspace()) {
            NDArray visual = memory.floats(ModelBenchmark.gaussians(new Random(1), TOKENS * hidden), TOKENS, hidden);
            films = IntStream.range(0, sequences)
                    .mapToObj(film -> decoder.prefix(new long[] {1}, visual, PrefillListener.none()))
                    .toList();
        }
        aboutOneFilm = read(
                IntStream.range(0, sequences).mapToObj(i -> films.getFirst()).toList());
        aboutFilms = read(films);
    }

    private List<Prefilled> read(List<PromptPrefix> prefixes) {
        List<Instruction> prompts = prefixes.stream()
                .map(prefix -> new Instruction(prefix, new long[] {2, 3, 4}))
                .toList();
        return decoder.instructAll(prompts, PrefillListener.none());
    }

    /** Steps a second of answers about one film, each of which is a token of every answer. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public float decodeOneFilm() {
        return decode(aboutOneFilm);
    }

    /** Steps a second of answers about a film each. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public float decodeFilms() {
        return decode(aboutFilms);
    }

    private float decode(List<Prefilled> prompts) {
        long[] tokens = new long[sequences];
        float last = 0;
        try (DecoderBatch batch = decoder.batch(prompts)) {
            for (int i = 1; i <= STEPS; i++) {
                Arrays.fill(tokens, i);
                last = decoder.step(batch, tokens)[0][0];
            }
        }
        return last;
    }

    /** Gives the native memory back. */
    @TearDown
    public void close() {
        aboutOneFilm.forEach(Prefilled::close);
        aboutFilms.forEach(Prefilled::close);
        films.forEach(PromptPrefix::close);
        network.close();
    }
}
