package org.timeviper.model.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.tensor.Precision;

/**
 * Runs the benchmarks and sets each speed beside what the machine's own matrix products reach: {@code ./timeviper bench}, with JMH's
 * options.
 */
public final class BenchmarkCommand {

    private BenchmarkCommand() {}

    /** @param arguments of JMH */
    public static void main(String[] arguments) throws IOException, RunnerException, CommandLineOptionException {
        CommandLineOptions options = new CommandLineOptions(arguments);
        Path larger = Files.createTempDirectory("timeviper-benchmark-");
        try {
            String property = BenchmarkModels.writeLarger(larger);
            Collection<RunResult> results = new Runner(new OptionsBuilder()
                            .parent(options)
                            .shouldFailOnError(true)
                            .jvmArgsAppend(
                                    "--enable-native-access=ALL-UNNAMED",
                                    "--add-modules=jdk.incubator.vector",
                                    property)
                            .build())
                    .run();
            Map<Boolean, List<RunResult>> bySort =
                    results.stream().collect(Collectors.partitioningBy(BenchmarkCommand::ofPrompts));
            System.out.print(table(bySort.get(false)));
            System.out.print(prompts(bySort.get(true)));
        } finally {
            delete(larger);
        }
    }

    private static boolean ofPrompts(RunResult result) {
        return result.getParams().getBenchmark().startsWith(SecondPromptBenchmark.class.getName() + ".");
    }

    /** What the first prompt about a film takes, and another one. */
    private static String prompts(Collection<RunResult> results) {
        Map<String, Map<String, Double>> millis = new LinkedHashMap<>();
        results.forEach(result -> {
            BenchmarkParams params = result.getParams();
            String prompt = "%s | %s | %s"
                    .formatted(
                            params.getParam("frames"),
                            params.getParam("dropping"),
                            params.getParam("precision").toLowerCase(Locale.ROOT));
            millis.computeIfAbsent(prompt, unknown -> new LinkedHashMap<>())
                    .put(name(params), result.getPrimaryResult().getScore());
        });
        StringBuilder table = new StringBuilder();
        millis.forEach((prompt, taken) -> {
            if (table.isEmpty()) {
                table.append("\n| frames | dropping | precision | ")
                        .append(String.join(", ms | ", taken.keySet()))
                        .append(", ms |\n| ---: | --- | --- |")
                        .append(" ---: |".repeat(taken.size()))
                        .append('\n');
            }
            table.append("| ").append(prompt).append(" |");
            taken.values().forEach(value -> table.append(String.format(Locale.ROOT, " %.1f |", value)));
            table.append('\n');
        });
        return table.toString();
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /**
     * Every result beside what the machine can do: what is bound by arithmetic beside products of matrices, and what reads every weight for one token beside products with a vector,
     * which read memory as fast as it goes.
     */
    private static String table(Collection<RunResult> results) {
        if (results.isEmpty()) {
            return "";
        }
        Map<String, Double> machine = new TreeMap<>();
        results.forEach(result -> {
            BenchmarkParams params = result.getParams();
            if (params.getParam("model") == null) {
                machine.put(
                        name(params) + " " + params.getParam("precision"), speed(result) * machineWork(name(params)));
            }
        });
        StringBuilder table = new StringBuilder("\n| model | precision | what | a second | | of the machine's |\n"
                + "| --- | --- | --- | ---: | ---: | ---: |\n");
        machine.forEach((what, work) -> {
            String[] names = what.split(" ");
            Precision precision = Precision.valueOf(names[1]);
            table.append(String.format(
                    Locale.ROOT,
                    "| the machine | %s | %s | | %s | |%n",
                    words(precision),
                    names[0],
                    names[0].equals("matrixProduct") ? operations(work) : bytes(work / 2 * bytes(precision))));
        });
        results.stream()
                .filter(result -> result.getParams().getParam("model") != null)
                .forEach(result -> table.append(row(result, machine)));
        return table.toString();
    }

    private static String row(RunResult result, Map<String, Double> machine) {
        BenchmarkParams params = result.getParams();
        BenchmarkModels model = BenchmarkModels.valueOf(params.getParam("model"));
        Work work = new Work(ModelConfig.read(model.directory().resolve("config.json")));
        Precision precision = Precision.valueOf(
                params.getParam("precision") == null ? Precision.FLOAT32.name() : params.getParam("precision"));
        Optional<LayerKind> layer =
                Optional.ofNullable(params.getParam("layer")).map(LayerKind::valueOf);
        String what = name(params);
        double together = params.getParam("sequences") == null ? 1 : Integer.parseInt(params.getParam("sequences"));
        double speed = speed(result) * together;
        return String.format(
                Locale.ROOT,
                "| %s, %.0f M weights | %s | %s | %,.0f %s | %s |%n",
                model.name().toLowerCase(Locale.ROOT),
                work.weights() / 1e6,
                words(precision),
                what
                        + layer.map(kind -> ", " + kind.name().toLowerCase(Locale.ROOT))
                                .orElse("")
                        + (together > 1 ? " of %.0f".formatted(together) : ""),
                speed,
                unit(what),
                switch (what) {
                    // the vision transformer is float32 whatever the decoder is
                    case "vision" ->
                        computed(speed * (work.transformer() + work.projector()), Precision.FLOAT32, machine);
                    case "transformer" -> computed(speed * work.transformer(), precision, machine);
                    case "project" -> computed(speed * work.projector(), precision, machine);
                    case "prefill" -> computed(speed * work.prefillToken(ModelBenchmark.TOKENS), precision, machine);
                    case "layerPrefill" ->
                        computed(
                                speed * work.prefillToken(layer.orElseThrow(), ModelBenchmark.TOKENS),
                                precision,
                                machine);
                    case "decode", "decodeOneFilm", "decodeFilms" ->
                        read(speed / together * work.stepWeights(), precision, machine);
                    case "layerStep" -> read(speed * work.stepWeights(layer.orElseThrow()), precision, machine);
                    default -> "| ";
                });
    }

    private static String unit(String what) {
        return switch (what) {
            case "vision", "preprocess", "transformer", "merge", "project" -> "frames";
            case "nativeCall" -> "calls";
            default -> "tokens";
        };
    }

    private static String computed(double operations, Precision precision, Map<String, Double> machine) {
        return operations(operations) + " | " + share(operations, machine.get("matrixProduct " + precision));
    }

    private static String read(double weights, Precision precision, Map<String, Double> machine) {
        return bytes(weights * bytes(precision))
                + " | "
                + share(2 * weights, machine.get("vectorProduct " + precision));
    }

    private static String operations(double operations) {
        return String.format(Locale.ROOT, "%.1f GFLOP/s", operations / 1e9);
    }

    private static String bytes(double bytes) {
        return String.format(Locale.ROOT, "%.1f GB/s", bytes / 1e9);
    }

    private static int bytes(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> 4;
            case BFLOAT16 -> 2;
        };
    }

    private static String words(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }

    private static String share(double operations, Double most) {
        return most == null ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * operations / most);
    }

    private static double machineWork(String what) {
        int rows = what.equals("matrixProduct") ? MachineBenchmark.SIDE : 1;
        int columns = what.equals("matrixProduct") ? MachineBenchmark.SIDE : MachineBenchmark.LONG_SIDE;
        return 2.0 * rows * columns * MachineBenchmark.SIDE;
    }

    private static double speed(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    private static String name(BenchmarkParams params) {
        return List.of(params.getBenchmark().split("\\.")).getLast();
    }
}
