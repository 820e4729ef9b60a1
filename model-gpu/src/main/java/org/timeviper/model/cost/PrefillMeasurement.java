package org.timeviper.model.cost;

import ai.djl.ndarray.NDArray;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.timeviper.model.FrameSource;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.decoder.PromptPrefix;
import org.timeviper.model.generation.Logits;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.text.ConversationTemplate;
import org.timeviper.model.text.Tokenizer;

/**
 * Times the whole way of a prompt of many frames: the look at them, the prefill, and decode steps behind it. Done first on a few frames
 * without being timed, so that the engine has its kernels ready; then the memory of what is loaded is read.
 */
public final class PrefillMeasurement {

    private static final String INSTRUCTION = "List the events of the video in order, one a line, with their times.";
    /** Enough for the memory of a chunk's work to be there when that of what is loaded is read. */
    private static final int FEW_FRAMES = 16;
    /** A prefill that is not timed has no more than these: longer ones take so long that a cold start does not show. */
    private static final int WARMING_FRAMES = 256;

    private static final double NANOSECONDS_A_MILLISECOND = 1e6;

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Network network;
    private final Decoder decoder;
    private final List<LayerKind> layers;
    private final long[] before;
    private final long[] after;
    private final int steps;

    /** One prefill, and what its answer took. */
    record Timing(LayerClock clock, double prefillMillis, double prefillProcessorMillis, double decodeMillisPerToken) {}

    private PrefillMeasurement(Network network, long[] before, long[] after, int steps) {
        this.network = network;
        this.decoder = network.decoder();
        this.layers = network.config().decoder().layers();
        this.before = before;
        this.after = after;
        this.steps = steps;
    }

    /**
     * Loads the model and measures.
     *
     * @param model its folder
     * @param options how it is run
     * @param dropping how tokens are dropped
     * @param frames of the prompt, at least one; may be more than the model was trained on
     * @param extent how often things are done
     * @throws IllegalArgumentException if the schedule is not for this model
     * @throws org.timeviper.model.config.ModelException if the model's folder is not right, or it cannot drop tokens so
     */
    public static PrefillResult measure(
            Path model, ModelOptions options, Dropping dropping, FrameSource frames, PrefillExtent extent) {
        ModelConfig config = ModelConfig.read(model.resolve("config.json"));
        OptionalLong others = options.device().takenMemory();
        try (Network network = Network.load(model, options, dropping.of(config));
                Tokenizer tokenizer = Tokenizer.open(model.resolve("tokenizer.json"));
                Workspace memory = network.kernels().workspace()) {
            ConversationTemplate template = ConversationTemplate.named(config.template());
            PrefillMeasurement measurement = new PrefillMeasurement(
                    network, template.before(tokenizer), template.after(tokenizer, INSTRUCTION, ""), extent.steps());
            return measurement.measure(memory, frames, extent.repeats(), others);
        }
    }

    /** @param others what was taken of a card's memory before */
    private PrefillResult measure(Workspace memory, FrameSource frames, int repeats, OptionalLong others) {
        tryOut(frames);
        OptionalLong loaded = ResidentMemory.now();
        long began = System.nanoTime();
        NDArray visual = network.look(memory, frames, frames.count(), () -> false);
        network.kernels().awaitDevice();
        double visionMillis = millisSince(began);
        run(first(memory, visual, WARMING_FRAMES));
        List<Timing> timings = new ArrayList<>();
        for (int i = 0; i < repeats; i++) {
            timings.add(run(visual));
        }
        Timing timing = middle(timings);
        LayerClock clock = timing.clock();
        return new PrefillResult(
                clock.left() - before.length,
                visionMillis,
                timing.prefillMillis(),
                timing.prefillProcessorMillis(),
                clock.millis(LayerClock.Work.MAMBA),
                clock.millis(LayerClock.Work.ATTENTION),
                clock.millis(LayerClock.Work.MLP),
                clock.millis(LayerClock.Work.DROPPING),
                timing.decodeMillisPerToken(),
                boxed(loaded),
                boxed(ResidentMemory.peak()),
                beyond(others, network.kernels().device().takenMemory()));
    }

    private static Long beyond(OptionalLong before, OptionalLong now) {
        return before.isPresent() && now.isPresent() ? Long.valueOf(now.getAsLong() - before.getAsLong()) : null;
    }

    private void tryOut(FrameSource frames) {
        try (Workspace scratch = network.kernels().workspace()) {
            FrameSource few = frames.repeatedTo(Math.min(FEW_FRAMES, frames.count()));
            run(network.look(scratch, few, few.count(), () -> false));
        }
    }

    private NDArray first(Workspace memory, NDArray visual, int frames) {
        long most = (long) frames * network.config().tokensPerFrame();
        return memory.rows(visual, 0, Math.min(most, visual.getShape().get(0)));
    }

    private Timing run(NDArray visual) {
        LayerClock clock = new LayerClock(layers, network.kernels()::awaitDevice, System::nanoTime);
        long used = PROCESS.getProcessCpuTime();
        long began = System.nanoTime();
        try (PromptPrefix prefix = decoder.prefix(before, visual, clock);
                Prefilled prompt = decoder.instruct(prefix, after, clock)) {
            double prefillMillis = millisSince(began);
            double processorMillis = (PROCESS.getProcessCpuTime() - used) / NANOSECONDS_A_MILLISECOND;
            long read = System.nanoTime();
            int token = Logits.likeliest(prompt.logits());
            for (int i = 0; i < steps; i++) {
                token = Logits.likeliest(decoder.step(prompt.state(), token));
            }
            return new Timing(clock, prefillMillis, processorMillis, millisSince(read) / steps);
        }
    }

    private static double millisSince(long nanos) {
        return (System.nanoTime() - nanos) / NANOSECONDS_A_MILLISECOND;
    }

    /** The one whose prefill took neither long nor short; of an even number the shorter of the two in the middle. */
    static Timing middle(List<Timing> timings) {
        return timings.stream()
                .sorted(Comparator.comparingDouble(Timing::prefillMillis))
                .skip((timings.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }

    private static Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
