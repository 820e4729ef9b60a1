package org.timeviper.model.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.timeviper.model.FullSize;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.Network;
import org.timeviper.model.benchmark.CardReport.Result;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.parity.ParityCommand;
import org.timeviper.model.tensor.Kernels;
import org.timeviper.model.tensor.Precision;

/** Measures a model in its full size on a card, within a given time, each speed beside what the card can do: {@code ./timeviper bench card}. */
public final class CardCommand {
    /** All was measured that there was time for. */
    static final int MEASURED = 0;
    /** Something failed. */
    static final int FAILED = 1;
    /** The arguments are wrong. */
    static final int USAGE = 2;

    /** Seconds that any item may take at least, the loading of the engine among it. */
    private static final double SHORTEST = 3;
    /** Weights of the published size are drawn at a gigabyte a second or more, and loaded sooner than that. */
    private static final double BYTES_A_SECOND = 1e9;

    private static final int FRAMES_SEEN = 64;

    private final CardOptions options;
    private final CardReport report;
    private DeviceCeilings ceilings;
    private Network network;

    private CardCommand(CardOptions options, CardReport report) {
        this.options = options;
        this.report = report;
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) throws IOException {
        System.exit(run(arguments, System.out, System.err));
    }

    /** @return exit code: {@link #MEASURED}, {@link #FAILED} or {@link #USAGE} */
    static int run(String[] arguments, PrintStream out, PrintStream err) throws IOException {
        CardOptions options;
        try {
            options = CardOptions.parse(arguments);
        } catch (IllegalArgumentException | ModelException e) {
            err.println(e.getMessage());
            err.println("'timeviper bench --help' tells the options.");
            return USAGE;
        }
        CardReport report = new CardReport(out, options.json(), options.device(), options.seconds());
        new CardCommand(options, report).measure();
        return report.failed() ? FAILED : MEASURED;
    }

    private void measure() throws IOException {
        if (!report.item("the device", 0, this::ceilings)) {
            return;
        }
        for (Precision precision : Precision.values()) {
            report.item("parity of the starter, " + words(precision), SHORTEST, () -> parity(precision));
        }
        Path drawn = null;
        try {
            Path folder;
            if (options.model().isPresent()) {
                folder = options.model().get();
            } else if (options.weights().isPresent()) {
                folder = options.weights().get();
            } else {
                drawn = Files.createTempDirectory("timeviper-benchmark-");
                folder = drawn;
            }
            measure(folder);
        } finally {
            if (drawn != null) {
                BenchmarkCommand.delete(drawn);
            }
        }
    }

    private void measure(Path folder) throws IOException {
        boolean there = options.model().isPresent()
                || report.item("weights of shape " + options.shape().title(), drawingNeeds(), () -> draw(folder));
        if (!there || !report.item("load", SHORTEST, () -> load(folder))) {
            return;
        }
        try (Network loaded = network) {
            measure(new CardMeasurement(loaded, ceilings));
        }
    }

    /** What is taken of the card only grows: so from the small to the large. */
    private void measure(CardMeasurement measurement) throws IOException {
        List<Integer> lengths = options.frames();
        int behind = lengths.get(Math.min(1, lengths.size() - 1));
        int seen = Math.min(FRAMES_SEEN, lengths.getFirst());
        for (int frames : lengths) {
            prefill(measurement, frames, true);
            prefill(measurement, frames, false);
            if (frames == behind) {
                for (int answers : options.answers()) {
                    report.item(
                            String.format(Locale.ROOT, "decode, %d at a time, behind %,d frames", answers, behind),
                            measurement.decodeNeeds(behind, answers),
                            () -> measurement.decode(behind, answers));
                }
                report.item("vision", measurement.visionNeeds(seen), () -> measurement.vision(seen));
                report.item(
                        String.format(Locale.ROOT, "film of %,d s, a frame a second", options.film()),
                        measurement.filmNeeds(options.film()),
                        () -> measurement.film(options.film()));
                report.item(
                        String.format(Locale.ROOT, "layers of a prefill, %,d frames", behind),
                        measurement.prefillNeeds(behind, true),
                        () -> measurement.layers(behind));
            }
        }
    }

    private void prefill(CardMeasurement measurement, int frames, boolean dropping) throws IOException {
        report.item(
                String.format(
                        Locale.ROOT,
                        "prefill, %,d frames, %s",
                        frames,
                        dropping ? "dropping as the model does" : "no dropping"),
                measurement.prefillNeeds(frames, dropping),
                () -> measurement.prefill(frames, dropping));
    }

    private Result ceilings() {
        try (Kernels kernels = Kernels.load(options.device(), 0)) {
            ceilings = DeviceCeilings.measure(kernels);
            Map<String, Object> numbers = new LinkedHashMap<>();
            numbers.put("device", options.device().toString());
            numbers.put("kernels", kernels.fingerprint());
            ceilings.products()
                    .forEach((precision, most) -> numbers.put(
                            precision.name().toLowerCase(Locale.ROOT) + "_tflops", CardReport.rounded(most / 1e12)));
            numbers.put("copy_gb_s", CardReport.rounded(ceilings.copies() / 1e9));
            return Result.told(
                    String.format(
                            Locale.ROOT,
                            "products %.3g TFLOP/s in bfloat16, %.3g in float32; copies %.3g TB/s",
                            ceilings.products().get(Precision.BFLOAT16) / 1e12,
                            ceilings.products().get(Precision.FLOAT32) / 1e12,
                            ceilings.copies() / 1e12),
                    numbers);
        }
    }

    private Result parity(Precision precision) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = ParityCommand.run(
                new String[] {
                    "--device",
                    options.device().toString(),
                    "--dtype",
                    precision.name(),
                    options.starter().toString()
                },
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        if (code != ParityCommand.WITHIN) {
            throw new IllegalStateException(err.toString(StandardCharsets.UTF_8).strip());
        }
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        String worst = lines.getLast().replace("max ", "");
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("quantities", lines.size() - 1);
        numbers.put("max", Double.parseDouble(worst));
        return Result.told(lines.size() - 1 + " quantities within " + worst, numbers);
    }

    private double drawingNeeds() {
        ModelConfig config = ModelConfig.parse(
                options.shape().config(), "config.json", options.shape().title());
        return SHORTEST + 2 * new Work(config).weights() / BYTES_A_SECOND;
    }

    private Result draw(Path folder) throws IOException {
        long begin = System.nanoTime();
        FullSize.draw(folder, options.shape().config());
        double seconds = CardReport.secondsSince(begin);
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("seconds", CardReport.rounded(seconds));
        return Result.told(String.format(Locale.ROOT, "%.3g s, random, in %s", seconds, folder), numbers);
    }

    private Result load(Path folder) {
        long begin = System.nanoTime();
        network = Network.load(folder, new ModelOptions(options.device(), options.precision(), 0));
        network.kernels().awaitDevice();
        double seconds = CardReport.secondsSince(begin);
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("seconds", CardReport.rounded(seconds));
        numbers.put("precision", options.precision().name());
        return Result.told(
                String.format(Locale.ROOT, "%.3g s, decoder in %s", seconds, words(options.precision())), numbers);
    }

    private static String words(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }
}
