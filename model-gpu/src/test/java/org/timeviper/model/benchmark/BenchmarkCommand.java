package org.timeviper.model.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.generation.SamplingBenchmark;

/**
 * Runs the benchmarks and sets each speed beside what the machine can do: {@code ./timeviper bench}, with JMH's options. Whoever does not choose among them has the decoding of films measured too.
 */
public final class BenchmarkCommand {

    private BenchmarkCommand() {}

    /** @param arguments of JMH */
    public static void main(String[] arguments) throws IOException, RunnerException, CommandLineOptionException {
        CommandLineOptions options = new CommandLineOptions(arguments);
        Optional<FilmDecoding> films = options.getIncludes().isEmpty() ? FilmDecoding.measure() : Optional.empty();
        Path larger = Files.createTempDirectory("timeviper-benchmark-");
        try {
            Map<Sort, List<RunResult>> bySort = new Runner(
                            fitting(options, larger).build())
                    .run().stream().collect(Collectors.groupingBy(Sort::of));
            System.out.print(StageTable.of(bySort.getOrDefault(Sort.STAGE, List.of()), films));
            System.out.print(PromptTable.of(bySort.getOrDefault(Sort.PROMPT, List.of())));
            System.out.print(ChoiceTable.of(bySort.getOrDefault(Sort.CHOICE, List.of())));
        } finally {
            delete(larger);
        }
    }

    /** What was asked for, less what is not for the model: kinds of layers that it does not have, ways to drop tokens that it does not know. */
    private static ChainedOptionsBuilder fitting(CommandLineOptions asked, Path larger) throws IOException {
        List<String> jvm =
                new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector"));
        if (asksFor(asked, BenchmarkModels.LARGER)) {
            jvm.add(BenchmarkModels.writeLarger(larger));
        }
        ChainedOptionsBuilder options =
                new OptionsBuilder().parent(asked).shouldFailOnError(true).jvmArgsAppend(jvm.toArray(String[]::new));
        ModelConfig config = BenchmarkModels.STARTER.config();
        restrict(options, asked, "layer", config.decoder().layers().stream().map(Enum::name));
        restrict(options, asked, "dropping", SecondPromptBenchmark.droppings(config).stream());
        return options;
    }

    private static void restrict(
            ChainedOptionsBuilder options, CommandLineOptions asked, String parameter, Stream<String> values) {
        if (!asked.getParameter(parameter).hasValue()) {
            options.param(parameter, values.distinct().toArray(String[]::new));
        }
    }

    private static boolean asksFor(CommandLineOptions asked, BenchmarkModels model) {
        return !asked.getParameter("model").hasValue()
                || asked.getParameter("model").get().contains(model.name());
    }

    /** Whose table a result belongs into. */
    private enum Sort {
        STAGE,
        PROMPT,
        CHOICE;

        static Sort of(RunResult result) {
            String benchmark = result.getParams().getBenchmark();
            if (benchmark.startsWith(SecondPromptBenchmark.class.getName() + ".")) {
                return PROMPT;
            }
            return benchmark.startsWith(SamplingBenchmark.class.getName() + ".") ? CHOICE : STAGE;
        }
    }

    /** What measures the same again, for a shell. */
    static String command(BenchmarkParams params) {
        List<String> name = List.of(params.getBenchmark().split("\\."));
        String chosen = params.getParamsKeys().stream()
                .sorted()
                .map(key -> "-p " + key + "=" + params.getParam(key) + " ")
                .collect(Collectors.joining());
        return "./timeviper bench " + chosen + String.join(".", name.subList(name.size() - 2, name.size()));
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
