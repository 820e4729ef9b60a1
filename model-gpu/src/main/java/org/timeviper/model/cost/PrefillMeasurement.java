package org.timeviper.model.cost;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.TokenDropConfig;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.PrefillListener;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.decoder.PromptPrefix;
import org.timeviper.model.generation.Logits;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.text.ConversationTemplate;
import org.timeviper.model.text.Tokenizer;

/**
 * Times the prefill of a prompt of many frames, and decode steps behind it. Done first without being timed: on a few frames, so that the
 * engine has its kernels ready when the memory of what is loaded is read, and then once in full.
 */
public final class PrefillMeasurement {

    private static final String INSTRUCTION = "List the events of the video in order, one a line, with their times.";
    private static final int FEW_FRAMES = 4;
    private static final double NANOSECONDS_A_MILLISECOND = 1e6;

    private final Decoder decoder;
    private final int depth;
    private final long[] before;
    private final long[] after;
    private final int steps;
    private long kept;

    private record Timing(double prefillMillis, double decodeMillisPerToken) {}

    private PrefillMeasurement(Network network, long[] before, long[] after, int steps) {
        this.decoder = network.decoder();
        this.depth = network.config().decoder().layers().size();
        this.before = before;
        this.after = after;
        this.steps = steps;
    }

    /**
     * Loads the model and measures.
     *
     * @throws IllegalArgumentException if the schedule is not for this model
     * @throws org.timeviper.model.config.ModelException if the model's folder is not right, or it cannot drop tokens so
     */
    public static PrefillResult measure(PrefillTask task) {
        ModelConfig config = ModelConfig.read(task.model().resolve("config.json"));
        TokenDropConfig drop = task.dropping().of(config);
        try (Network network = Network.load(task.model(), ModelOptions.defaults(), drop);
                Tokenizer tokenizer = Tokenizer.open(task.model().resolve("tokenizer.json"));
                Workspace memory = network.kernels().workspace()) {
            ConversationTemplate template = ConversationTemplate.named(config.template());
            PrefillMeasurement measurement = new PrefillMeasurement(
                    network,
                    template.before(tokenizer),
                    template.after(tokenizer, INSTRUCTION, ""),
                    task.extent().steps());
            int rows = config.tokensPerFrame();
            NDArray visual = SeenFrames.read(
                    memory,
                    task.seenFrames(),
                    (long) task.frames() * rows,
                    config.decoder().hidden());
            long few = (long) Math.min(FEW_FRAMES, task.frames()) * rows;
            return measurement.measure(visual, memory.rows(visual, 0, few), task.extent());
        }
    }

    private PrefillResult measure(NDArray visual, NDArray few, PrefillTask.Extent extent) {
        run(few);
        OptionalLong loaded = ResidentMemory.now();
        run(visual);
        List<Timing> timings = new ArrayList<>();
        for (int i = 0; i < extent.repeats(); i++) {
            timings.add(run(visual));
        }
        return new PrefillResult(
                visual.getShape().get(0),
                kept,
                median(timings.stream().map(Timing::prefillMillis).toList()),
                median(timings.stream().map(Timing::decodeMillisPerToken).toList()),
                boxed(loaded),
                boxed(ResidentMemory.peak()));
    }

    private Timing run(NDArray visual) {
        long began = System.nanoTime();
        try (PromptPrefix prefix = decoder.prefix(before, visual, counting());
                Prefilled prompt = decoder.instruct(prefix, after, counting())) {
            long read = System.nanoTime();
            int token = Logits.likeliest(prompt.logits());
            for (int i = 0; i < steps; i++) {
                token = Logits.likeliest(decoder.step(prompt.state(), token));
            }
            long answered = System.nanoTime();
            return new Timing(
                    (read - began) / NANOSECONDS_A_MILLISECOND, (answered - read) / NANOSECONDS_A_MILLISECOND / steps);
        }
    }

    /** Counts the visual tokens that come out behind the last layer. */
    private PrefillListener counting() {
        return new PrefillListener() {
            @Override
            public void entering(int layer, Part part, NDArray stream) {
                if (layer == depth && part == Part.PREFIX) {
                    kept = stream.getShape().get(0) - before.length;
                }
            }
        };
    }

    /** The middle one; of an even number the mean of the two in the middle. */
    static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    private static Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
