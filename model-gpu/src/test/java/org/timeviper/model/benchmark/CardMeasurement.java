package org.timeviper.model.benchmark;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.timeviper.model.Frame;
import org.timeviper.model.FrameSource;
import org.timeviper.model.Network;
import org.timeviper.model.benchmark.CardReport.Result;
import org.timeviper.model.config.TokenDropConfig;
import org.timeviper.model.cost.LayerClock;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.DecoderBatch;
import org.timeviper.model.decoder.Instruction;
import org.timeviper.model.decoder.NextToken;
import org.timeviper.model.decoder.PrefillListener;
import org.timeviper.model.decoder.Prefilled;
import org.timeviper.model.decoder.PromptPrefix;
import org.timeviper.model.generation.Logits;
import org.timeviper.model.tensor.Precision;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vision.Picture;
import org.timeviper.model.vision.PictureBuffer;

/** The speeds of a loaded model, of random prompts and pictures: beside the operations and bytes that they take at least. */
final class CardMeasurement {
    private static final int BEFORE = 12;
    private static final int AFTER = 48;
    private static final int ROUNDS = 2;
    private static final int STEPS = 24;
    private static final int STEPS_TO_WARM_UP = 3;
    private static final int ANSWER = 64;
    private static final int PICTURES = 4;
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final int FRAMES_DRAWN = 64;
    /** How slow something may be, as a share of what the device can do, before it takes longer than it was expected to. */
    private static final double SLOWEST = 0.1;

    private static final String PRODUCTS = "products";
    private static final String COPIES = "copies";

    private final Network network;
    private final DeviceCeilings device;
    private final Work work;
    private final Precision precision;

    CardMeasurement(Network network, DeviceCeilings device) {
        this.network = network;
        this.device = device;
        this.work = new Work(network.config());
        this.precision = network.options().precision();
    }

    // ---- What each needs, in seconds.

    double prefillNeeds(int frames, boolean dropping) {
        return 1 + (ROUNDS + 1) * prefillSeconds(frames, dropping);
    }

    double decodeNeeds(int frames, int answers) {
        double step =
                work.stepBytes(prompt(frames), dropping(true), answers, STEPS, precision) / (SLOWEST * device.copies());
        return 1 + prefillSeconds(frames, true) + (STEPS + STEPS_TO_WARM_UP) * step;
    }

    double visionNeeds(int frames) {
        return 1 + 2 * (ROUNDS + 1) * visionSeconds(frames);
    }

    double filmNeeds(int frames) {
        double step =
                work.stepBytes(prompt(frames), dropping(true), 1, ANSWER, precision) / (SLOWEST * device.copies());
        return 1 + visionSeconds(frames) + prefillSeconds(frames, true) + ANSWER * step;
    }

    private double prefillSeconds(int frames, boolean dropping) {
        return work.prefill(prompt(frames), dropping(dropping))
                / (SLOWEST * device.products().get(precision));
    }

    private double visionSeconds(int frames) {
        return frames * work.transformer() / (SLOWEST * products());
    }

    private double products() {
        return device.products().get(network.options().otherPrecision());
    }

    // ---- What is measured.

    /** A prompt of so many frames, from their embeddings to the scores of the first token of an answer; the better of two, behind one that is not timed. */
    Result prefill(int frames, boolean dropping) {
        try (Workspace memory = network.kernels().workspace()) {
            NDArray visual = visual(memory, frames);
            double best = Double.POSITIVE_INFINITY;
            for (int round = 0; round <= ROUNDS; round++) {
                network.kernels().awaitDevice();
                long begin = System.nanoTime();
                try (PromptPrefix prefix = prefix(decoder(dropping), visual, PrefillListener.none());
                        Prefilled read = decoder(dropping).instruct(prefix, ids(AFTER), PrefillListener.none())) {
                    requireFinite(read.logits());
                    best = round == 0 ? best : Math.min(best, CardReport.secondsSince(begin));
                }
            }
            double operations = work.prefill(prompt(frames), dropping(dropping)) / best;
            Map<String, Object> numbers = new LinkedHashMap<>();
            numbers.put("seconds", CardReport.rounded(best));
            numbers.put("tokens", visual.getShape().get(0));
            numbers.put("tokens_s", Math.round(visual.getShape().get(0) / best));
            numbers.put("tflops", CardReport.rounded(operations / 1e12));
            return new Result(
                    String.format(Locale.ROOT, "%.3g s", best),
                    OptionalDouble.of(operations / device.products().get(precision)),
                    PRODUCTS,
                    numbers);
        }
    }

    /** Where a prefill's time goes; the device is waited for at every change of layers, which costs some. */
    Result layers(int frames) {
        LayerClock clock =
                new LayerClock(network.config().decoder().layers(), network.kernels()::awaitDevice, System::nanoTime);
        try (Workspace memory = network.kernels().workspace();
                PromptPrefix prefix = prefix(decoder(true), visual(memory, frames), clock);
                Prefilled read = decoder(true).instruct(prefix, ids(AFTER), clock)) {
            requireFinite(read.logits());
            Map<String, Object> numbers = new LinkedHashMap<>();
            List<String> words = new ArrayList<>();
            for (LayerClock.Work part : LayerClock.Work.values()) {
                String name = part.name().toLowerCase(Locale.ROOT);
                numbers.put(name + "_ms", CardReport.rounded(clock.millis(part)));
                words.add(String.format(Locale.ROOT, "%s %.1f ms", name, clock.millis(part)));
            }
            return Result.told(String.join(", ", words), numbers);
        }
    }

    /** Steps of so many answers together about the same frames, each of which goes to the host and is chosen there, or on the device where they are several. */
    Result decode(int frames, int answers) {
        List<Prefilled> read = List.of();
        try (Workspace memory = network.kernels().workspace();
                PromptPrefix prefix = prefix(decoder(true), visual(memory, frames), PrefillListener.none())) {
            read = decoder(true)
                    .instructAll(
                            IntStream.range(0, answers)
                                    .mapToObj(answer -> new Instruction(prefix, ids(AFTER)))
                                    .toList(),
                            PrefillListener.none());
            double step = answers == 1 ? stepSeconds(read.getFirst()) : stepSeconds(read);
            double bytes = work.stepBytes(prompt(frames), dropping(true), answers, STEPS / 2.0, precision) / step;
            Map<String, Object> numbers = new LinkedHashMap<>();
            numbers.put("ms_a_step", CardReport.rounded(1e3 * step));
            numbers.put("tokens_s", CardReport.rounded(answers / step));
            numbers.put("gb_s", CardReport.rounded(bytes / 1e9));
            return new Result(
                    String.format(Locale.ROOT, "%,.0f tokens/s", answers / step),
                    OptionalDouble.of(bytes / device.copies()),
                    COPIES,
                    numbers);
        } finally {
            read.forEach(Prefilled::close);
        }
    }

    private double stepSeconds(Prefilled read) {
        List<Double> taken = new ArrayList<>();
        float[] last = read.logits();
        for (int i = 0; i < STEPS + STEPS_TO_WARM_UP; i++) {
            long begin = System.nanoTime();
            last = decoder(true).step(read.state(), Logits.likeliest(last));
            taken.add(CardReport.secondsSince(begin));
        }
        requireFinite(last);
        return median(taken);
    }

    private double stepSeconds(List<Prefilled> read) {
        List<Double> taken = new ArrayList<>();
        long[] tokens =
                read.stream().mapToLong(one -> Logits.likeliest(one.logits())).toArray();
        try (DecoderBatch batch = decoder(true).batch(read)) {
            for (int i = 0; i < STEPS + STEPS_TO_WARM_UP; i++) {
                long begin = System.nanoTime();
                List<NextToken> next = decoder(true).greedyStep(batch, tokens);
                taken.add(CardReport.secondsSince(begin));
                tokens = next.stream().mapToLong(NextToken::id).toArray();
            }
        }
        return median(taken);
    }

    /** The steps behind those in which the device warms up. */
    private static double median(List<Double> taken) {
        List<Double> sorted = taken.stream().skip(STEPS_TO_WARM_UP).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** Frames of 1280 × 720, from their pictures to their embeddings; and the transformer by itself, whose share is told. */
    Result vision(int frames) {
        FrameSource film = pictures(frames);
        double whole = Double.POSITIVE_INFINITY;
        double transformer = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            try (Workspace scratch = network.kernels().workspace()) {
                long begin = System.nanoTime();
                network.look(scratch, film, frames, () -> false);
                network.kernels().awaitDevice();
                whole = Math.min(whole, CardReport.secondsSince(begin));
            }
            transformer = Math.min(transformer, transformerSeconds(film));
        }
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("frames_s", CardReport.rounded(frames / whole));
        numbers.put("transformer_frames_s", CardReport.rounded(frames / transformer));
        numbers.put("precision", network.options().otherPrecision().name());
        double operations = frames * work.transformer() / transformer;
        return new Result(
                String.format(
                        Locale.ROOT,
                        "%,.0f frames/s from %d × %d, the transformer by itself %,.0f, %s",
                        frames / whole,
                        WIDTH,
                        HEIGHT,
                        frames / transformer,
                        network.options().otherPrecision().name().toLowerCase(Locale.ROOT)),
                OptionalDouble.of(operations / products()),
                PRODUCTS,
                numbers);
    }

    private double transformerSeconds(FrameSource film) {
        try (Workspace scratch = network.kernels().workspace()) {
            List<Picture> pictures = IntStream.range(0, film.count())
                    .mapToObj(film::read)
                    .map(frame -> new Picture(frame.width(), frame.height(), frame.rgb()))
                    .toList();
            NDArray pixels = network.vision().preprocess(scratch, new PictureBuffer(), pictures);
            network.kernels().awaitDevice();
            long begin = System.nanoTime();
            network.vision().features(scratch, pixels);
            network.kernels().awaitDevice();
            return CardReport.secondsSince(begin);
        }
    }

    /** A film at a frame a second, from its pictures to the last token of an answer about it. */
    Result film(int frames) {
        try (Workspace memory = network.kernels().workspace()) {
            long begin = System.nanoTime();
            NDArray visual = network.look(memory, pictures(frames), frames, () -> false);
            network.kernels().awaitDevice();
            final double looked = CardReport.secondsSince(begin);
            begin = System.nanoTime();
            try (PromptPrefix prefix = prefix(decoder(true), visual, PrefillListener.none());
                    Prefilled read = decoder(true).instruct(prefix, ids(AFTER), PrefillListener.none())) {
                final double prefilled = CardReport.secondsSince(begin);
                begin = System.nanoTime();
                float[] last = read.logits();
                for (int i = 1; i < ANSWER; i++) {
                    last = decoder(true).step(read.state(), Logits.likeliest(last));
                }
                requireFinite(last);
                double answered = CardReport.secondsSince(begin);
                Map<String, Object> numbers = new LinkedHashMap<>();
                numbers.put("seconds", CardReport.rounded(looked + prefilled + answered));
                numbers.put("vision_s", CardReport.rounded(looked));
                numbers.put("prefill_s", CardReport.rounded(prefilled));
                numbers.put("answer_s", CardReport.rounded(answered));
                return Result.told(
                        String.format(
                                Locale.ROOT,
                                "%.3g s: vision %.3g, prefill %.3g, %d tokens of answer %.3g",
                                looked + prefilled + answered,
                                looked,
                                prefilled,
                                ANSWER,
                                answered),
                        numbers);
            }
        }
    }

    // ---- What it is measured with.

    private Decoder decoder(boolean dropping) {
        return dropping ? network.decoder() : network.decoder().withoutDropping();
    }

    private TokenDropConfig dropping(boolean dropping) {
        return dropping ? network.config().tokenDrop() : TokenDropConfig.NONE;
    }

    private Work.Prompt prompt(int frames) {
        return new Work.Prompt(BEFORE, (long) frames * network.config().tokensPerFrame(), AFTER);
    }

    private PromptPrefix prefix(Decoder decoder, NDArray visual, PrefillListener listener) {
        return decoder.prefix(ids(BEFORE), visual, listener);
    }

    private long[] ids(int count) {
        int vocabulary = network.config().decoder().vocabulary();
        return new Random(count).ints(count, 0, vocabulary).asLongStream().toArray();
    }

    /** Random embeddings, some frames over and over. */
    private NDArray visual(Workspace owner, int frames) {
        int tokens = network.config().tokensPerFrame();
        int hidden = network.config().decoder().hidden();
        int drawn = Math.min(FRAMES_DRAWN, frames);
        try (Workspace scratch = owner.sibling()) {
            float[] numbers = ModelBenchmark.gaussians(new Random(1), drawn * tokens * hidden);
            NDArray some = scratch.floats(numbers, (long) drawn * tokens, hidden);
            NDArray all = owner.zeros(some, (long) frames * tokens, hidden);
            for (int frame = 0; frame < frames; frame += drawn) {
                long count = (long) Math.min(drawn, frames - frame) * tokens;
                scratch.write(all, 0, (long) frame * tokens, scratch.rows(some, 0, count));
            }
            return all;
        }
    }

    private static FrameSource pictures(int count) {
        Random random = new Random(5);
        List<byte[]> some = IntStream.range(0, PICTURES)
                .mapToObj(i -> {
                    byte[] rgb = new byte[3 * WIDTH * HEIGHT];
                    random.nextBytes(rgb);
                    return rgb;
                })
                .toList();
        return FrameSource.of(
                IntStream.range(0, count).mapToObj(i -> (double) i).toList(),
                index -> new Frame(index, WIDTH, HEIGHT, some.get(index % PICTURES)));
    }

    private static void requireFinite(float[] logits) {
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                throw new IllegalStateException("the model computes what is no number");
            }
        }
    }
}
