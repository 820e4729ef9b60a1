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
                            .jvmArgsAppend("--enable-native-access=ALL-UNNAMED", property)
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

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /**
     * GFLOP/s of every result, and its share of the machine's where that was measured as well. A decode step reads every weight for one
     * token, so it is also set beside a product with a vector.
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
        StringBuilder table = new StringBuilder(
                "\n| model | precision | what | a second | GFLOP/s | of matrix products | of vector products |\n"
                        + "| --- | --- | --- | ---: | ---: | ---: | ---: |\n");
        machine.forEach((what, work) -> {
            String[] names = what.split(" ");
            table.append(String.format(
                    Locale.ROOT,
                    "| the machine | %s | %s | | %.1f | | |%n",
                    names[1].toLowerCase(Locale.ROOT),
                    names[0],
                    work / 1e9));
        });
        results.stream()
                .filter(result -> result.getParams().getParam("model") != null)
                .forEach(result -> table.append(row(result, machine)));
        return table.toString();
    }

    private static String row(RunResult result, Map<String, Double> machine) {
        BenchmarkParams params = result.getParams();
        BenchmarkModels model = BenchmarkModels.valueOf(params.getParam("model"));
        Work work = Work.of(ModelConfig.read(model.directory().resolve("config.json")));
        String what = name(params);
        double operations = speed(result)
                * switch (what) {
                    case "vision" -> work.frame();
                    case "prefill" -> work.prefillToken();
                    case "decode" -> work.decodeToken();
                    default -> throw new IllegalStateException("no work is known of " + what);
                };
        // the vision transformer is float32 whatever the decoder is
        String compute = what.equals("vision") ? Precision.FLOAT32.name() : params.getParam("precision");
        return String.format(
                Locale.ROOT,
                "| %s, %.0f M weights | %s | %s, %s | %.1f | %.1f | %s | %s |%n",
                model.name().toLowerCase(Locale.ROOT),
                work.weights() / 1e6,
                params.getParam("precision").toLowerCase(Locale.ROOT),
                what,
                what.equals("vision") ? "frames" : "tokens",
                speed(result),
                operations / 1e9,
                share(operations, machine.get("matrixProduct " + compute)),
                what.equals("decode") ? share(operations, machine.get("vectorProduct " + compute)) : "");
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
