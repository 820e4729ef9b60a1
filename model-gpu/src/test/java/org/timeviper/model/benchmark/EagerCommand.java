package org.timeviper.model.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.timeviper.model.tensor.Precision;

/**
 * Sets the model's speed beside that of the same model in plain PyTorch ({@code training/model.py}, operator by operator): the same weights, inputs, precision and threads, in
 * turns, so that a machine's moods meet both. What both come to must agree, else nothing is told. {@code ./timeviper bench eager}.
 */
public final class EagerCommand {
    private static final int ROUNDS = 15;

    /** How long both work in turns before their rounds count: a service has been running for a while, and its Java is compiled. */
    private static final Duration WARMING_UP = Duration.ofSeconds(10);

    /** Relative errors under which two ways have computed the same. */
    private static final Map<Precision, Double> AGREEMENT = Map.of(Precision.FLOAT32, 1e-3, Precision.BFLOAT16, 6e-2);

    private EagerCommand() {}

    /** @param arguments the Python to use, {@code python3} without one */
    public static void main(String[] arguments) throws IOException {
        String python = arguments.length > 0 ? arguments[0] : "python3";
        int threads = Runtime.getRuntime().availableProcessors();
        Path folder = Files.createTempDirectory("timeviper-benchmark-");
        try {
            BenchmarkModels.writeLarger(folder.resolve("larger"));
            System.out.printf(
                    "%nThe same work %d times in turns, %d threads each, when both are warm; medians.%n%n",
                    ROUNDS, threads);
            System.out.println(
                    "| model | precision | what | here | PyTorch | PyTorch takes | least … most | differ by |\n"
                            + "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |");
            for (BenchmarkModels model : BenchmarkModels.values()) {
                for (Precision precision : Precision.values()) {
                    compare(
                            python,
                            model,
                            precision,
                            threads,
                            Files.createDirectory(folder.resolve(model + "-" + precision)));
                }
            }
        } finally {
            BenchmarkCommand.delete(folder);
        }
    }

    private static void compare(String python, BenchmarkModels model, Precision precision, int threads, Path inputs)
            throws IOException {
        ModelBenchmark ours = new ModelBenchmark();
        ours.model = model;
        ours.precision = precision;
        ours.threads = threads;
        ours.load();
        try {
            ours.writeInputs(inputs);
            try (EagerPyTorch eager = new EagerPyTorch(python, model.directory(), inputs, precision, threads)) {
                // the vision part is float32 in either precision
                if (precision == Precision.FLOAT32) {
                    row(model, precision, "vision", ours::vision, eager);
                }
                row(model, precision, "prefill", ours::prefill, eager);
                row(model, precision, "decode", ours::decode, eager);
            }
        } finally {
            ours.close();
        }
    }

    private static void row(
            BenchmarkModels model, Precision precision, String work, Supplier<float[]> ours, EagerPyTorch eager) {
        double difference = difference(ours.get(), eager.work(work).result());
        if (difference > AGREEMENT.get(precision)) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT, "%s of %s in %s: the two differ by %.1e", work, model, precision, difference));
        }
        long warm = System.nanoTime() + WARMING_UP.toNanos();
        while (System.nanoTime() < warm) {
            ours.get();
            eager.work(work);
        }
        List<Double> here = new ArrayList<>();
        List<Double> there = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            ours.get();
            here.add((System.nanoTime() - begin) / 1e9);
            there.add(eager.work(work).seconds());
            ratios.add(there.getLast() / here.getLast());
        }
        List<Double> sorted = ratios.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %.0f ms | %.0f ms | %.2f times as long | %.2f … %.2f | %.0e |%n",
                model.name().toLowerCase(Locale.ROOT),
                precision.name().toLowerCase(Locale.ROOT),
                what(work),
                1e3 * median(here),
                1e3 * median(there),
                median(ratios),
                sorted.getFirst(),
                sorted.getLast(),
                difference);
    }

    private static String what(String work) {
        return switch (work) {
            case "vision" -> ModelBenchmark.FRAMES + " frames, vision";
            case "prefill" -> ModelBenchmark.TOKENS + " tokens, prefill";
            default -> ModelBenchmark.STEPS + " steps, decode";
        };
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double difference(float[] result, float[] other) {
        if (result.length != other.length) {
            throw new IllegalStateException(result.length + " numbers here, " + other.length + " there");
        }
        double apart = 0;
        double size = 0;
        for (int i = 0; i < result.length; i++) {
            apart += Math.pow(result[i] - other[i], 2);
            size += Math.pow(other[i], 2);
        }
        return Math.sqrt(apart / size);
    }
}
