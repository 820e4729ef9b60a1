package org.timeviper.model.benchmark;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.timeviper.model.decoder.PrefillListener;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.decoder.PromptPrefix;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vision.Picture;
import org.timeviper.model.vision.PictureBuffer;

/** The model's speed. No token is dropped, so that every token passes every layer. */
public class ModelBenchmark extends SpeedBenchmark {
    static final int FRAMES = 16;
    /** Of a prompt. */
    public static final int TOKENS = 2048;

    static final int STEPS = 64;
    static final int WIDTH = 640;
    static final int HEIGHT = 360;

    /** Which weights. */
    @Param({"STARTER", "LARGER"})
    public BenchmarkModels model;

    /** Of the decoder; the vision transformer is float32 in both, on a processor. */
    @Param({"FLOAT32", "BFLOAT16"})
    public Precision precision;

    /** Processor threads that a kernel may use; 0 leaves it to the engine. */
    int threads;

    private Network network;
    private Decoder decoder;
    private Workspace memory;
    private List<Picture> pictures;
    private NDArray visual;
    private PromptPrefix prefix;

    /** Loads the model and draws its inputs. */
    @Setup
    public void load() {
        network = Network.load(model.directory(), new ModelOptions(ComputeDevice.cpu(), precision, threads));
        decoder = network.decoder().withoutDropping();
        memory = network.kernels().workspace();
        Random random = new Random(1);
        pictures = IntStream.range(0, FRAMES).mapToObj(i -> picture(random)).toList();
        int hidden = network.config().decoder().hidden();
        visual = memory.floats(gaussians(random, TOKENS * hidden), TOKENS, hidden);
        prefix = decoder.prefix(new long[] {1}, visual, PrefillListener.none());
    }

    static Picture picture(Random random) {
        byte[] rgb = new byte[WIDTH * HEIGHT * 3];
        random.nextBytes(rgb);
        return new Picture(WIDTH, HEIGHT, rgb);
    }

    /** Normally distributed numbers. */
    public static float[] gaussians(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Frames a second from decoded pictures to visual embeddings: resizing, vision transformer, token merging, projector. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public float[] vision() {
        try (Workspace scratch = network.kernels().workspace()) {
            return network.vision().look(scratch, new PictureBuffer(), pictures).toFloatArray();
        }
    }

    /** Tokens a second through a prefill. */
    @Benchmark
    @OperationsPerInvocation(TOKENS)
    public float[] prefill() {
        try (PromptPrefix read = decoder.prefix(new long[] {1}, visual, PrefillListener.none());
                Prefilled prompt = decoder.instruct(read, new long[] {2}, PrefillListener.none())) {
            return prompt.logits();
        }
    }

    /** Tokens a second, one at a time behind a prompt of {@link #TOKENS}: as many as an answer has, so that the cache does not grow. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public float[] decode() {
        try (Prefilled prompt = decoder.instruct(prefix, new long[] {2}, PrefillListener.none())) {
            float[] last = prompt.logits();
            for (int i = 1; i < STEPS; i++) {
                last = decoder.step(prompt.state(), i);
            }
            return last;
        }
    }

    /** Writes what the model is shown and told, for {@code training/eager.py}. */
    void writeInputs(Path folder) throws IOException {
        ObjectNode sizes = new JsonMapper().createObjectNode();
        sizes.put("frames", FRAMES).put("width", WIDTH).put("height", HEIGHT);
        sizes.put("tokens", TOKENS).put("steps", STEPS);
        Files.writeString(folder.resolve("inputs.json"), sizes.toString());
        try (OutputStream out = Files.newOutputStream(folder.resolve("pictures.bin"))) {
            for (Picture picture : pictures) {
                out.write(picture.rgb());
            }
        }
        float[] values = visual.toFloatArray();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Files.write(folder.resolve("visual.bin"), bytes.array());
    }

    /** Gives the native memory back. */
    @TearDown
    public void close() {
        prefix.close();
        memory.close();
        network.close();
    }
}
