package org.timeviper.model.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ProjectorConfig;
import org.timeviper.model.tensor.Precision;

/** Every stage beside what the machine can do: its operations beside products of matrices, its bytes beside long arrays that are read, or read and written. */
final class StageTable {
    private static final String HEAD = """

            | model | precision | what | a second | GFLOP/s | of float32 products | of bfloat16 products | GB/s | of memory | measured by |
            | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |
            """;

    private static final String NOTES = """

            Operations and bytes are the least that the work takes. Where none are told, a share would say nothing: of a prefill and of the vision part, whose matrices meet many tokens, the
            operations alone are told; of preprocessing, merging and sampling, which are no products of matrices, the bytes alone. Preprocessing and merging read and write, and are set beside the
            sum of two arrays; decode steps and sampling hardly do anything but read, and are set beside the sum of one. What a cache holds may come faster than memory. A native call moves nothing:
            what counts is what one costs. Films are decoded by a library of others, in a process of its own whose start is counted. On a processor the service's vision part is float32 whatever the decoder
            is, for rounded features are merged otherwise: transformer and project in bfloat16 tell what that costs.
            """;

    /** The stages as a film's frames meet them. */
    private static final List<String> WAY = List.of(
            "preprocess",
            "transformer",
            "merge",
            "project",
            "vision",
            "prefill",
            "layerPrefill",
            "decode",
            "layerStep",
            "decodeOneFilm",
            "decodeFilms",
            "sampling",
            "nativeCall");

    private final Map<BenchmarkModels, Work> works = new EnumMap<>(BenchmarkModels.class);
    private final Map<BenchmarkModels, String> names = new EnumMap<>(BenchmarkModels.class);
    /** What the machine does in a second, operations or bytes, by the benchmark's name. */
    private final Map<String, Double> machine = new HashMap<>();

    /**
     * What one unit of work takes.
     *
     * @param operations 0 where they do not bound it
     * @param bytes 0 where they do not bound it
     * @param beside the machine's benchmark that moves bytes likewise
     */
    private record Cost(double operations, double bytes, String beside) {
        static final Cost NONE = operations(0);

        static Cost operations(double operations) {
            return new Cost(operations, 0, "read");
        }

        static Cost read(double bytes) {
            return new Cost(0, bytes, "read");
        }

        static Cost moved(double bytes) {
            return new Cost(0, bytes, "add");
        }
    }

    /**
     * @param results of everything but {@link SecondPromptBenchmark}
     * @param films how fast films are decoded, if that was measured
     */
    static String of(Collection<RunResult> results, Optional<FilmDecoding> films) {
        if (results.isEmpty()) {
            return "";
        }
        List<RunResult> machine = new ArrayList<>();
        List<RunResult> stages = new ArrayList<>();
        results.forEach(result -> (model(result).isEmpty() ? machine : stages).add(result));
        stages.removeIf(StageTable::doesNothing);
        StageTable table = new StageTable();
        machine.forEach(table::note);
        StringBuilder text = new StringBuilder(HEAD);
        machine.forEach(result -> text.append(table.machineRow(result)));
        films.ifPresent(decoding -> text.append(table.filmRow(decoding)));
        stages.sort(Comparator.comparing((RunResult result) -> model(result).orElseThrow())
                .thenComparing(result -> place(name(result))));
        stages.forEach(result -> text.append(table.stageRow(result)));
        return text.append(NOTES).toString();
    }

    /** Where every patch becomes a token, none are merged. */
    private static boolean doesNothing(RunResult result) {
        return name(result).equals("merge")
                && model(result).orElseThrow().config().projector() instanceof ProjectorConfig.GeluMlp;
    }

    private void note(RunResult result) {
        Cost cost = ofMachine(name(result));
        machine.put(name(result), speed(result) * (cost.operations() + cost.bytes()));
    }

    private static int place(String stage) {
        int place = WAY.indexOf(stage);
        return place < 0 ? WAY.size() : place;
    }

    private String machineRow(RunResult result) {
        String name = name(result);
        String what =
                switch (name) {
                    case "read" -> "sum of %d MiB".formatted(MachineBenchmark.BYTES >> 20);
                    case "add" -> "sum of two arrays of %d MiB".formatted(MachineBenchmark.BYTES >> 20);
                    default -> "product of matrices of %1$d × %1$d".formatted(MachineBenchmark.SIDE);
                };
        String precision = name.equals("bfloat16Product") ? words(Precision.BFLOAT16) : words(Precision.FLOAT32);
        return row("the machine", precision, what, count(speed(result)), speed(result), ofMachine(name), by(result));
    }

    private static Cost ofMachine(String name) {
        return switch (name) {
            case "read" -> Cost.read(MachineBenchmark.BYTES);
            case "add" -> Cost.moved(3.0 * MachineBenchmark.BYTES);
            default -> Cost.operations(2 * Math.pow(MachineBenchmark.SIDE, 3));
        };
    }

    private String filmRow(FilmDecoding decoding) {
        String speed = String.format(
                Locale.ROOT,
                "%s frames, %.1f times real time",
                count(decoding.framesASecond()),
                decoding.timesRealTime());
        String what = "decode video, %d films".formatted(decoding.films());
        return row("", "", what, speed, 0, Cost.NONE, FilmDecoding.COMMAND);
    }

    private String stageRow(RunResult result) {
        BenchmarkParams params = result.getParams();
        BenchmarkModels model = model(result).orElseThrow();
        ModelConfig config = model.config();
        Work work = works.computeIfAbsent(model, unknown -> new Work(config));
        String named = names.computeIfAbsent(
                model,
                unknown -> String.format(
                        Locale.ROOT,
                        "%s, %.0f M weights",
                        model == BenchmarkModels.STARTER ? config.name() : "larger",
                        work.weights() / 1e6));
        Precision precision =
                parameter(params, "precision").map(Precision::valueOf).orElse(Precision.FLOAT32);
        Cost cost = cost(result, work, config, precision);
        Precision shown = name(result).equals("vision") ? Precision.FLOAT32 : precision;
        return row(named, words(shown), what(params), speedInWords(result), speed(result), cost, by(result));
    }

    private static String what(BenchmarkParams params) {
        List<String> words = new ArrayList<>(List.of(name(params)));
        parameter(params, "layer").ifPresent(kind -> words.add(kind.toLowerCase(Locale.ROOT)));
        parameter(params, "sequences").ifPresent(count -> words.add(count + " together"));
        parameter(params, "vocabulary").ifPresent(count -> words.add("of " + count + " tokens"));
        return String.join(", ", words);
    }

    private static String speedInWords(RunResult result) {
        double speed = speed(result);
        return switch (name(result)) {
            case "vision", "preprocess", "transformer", "merge", "project" -> count(speed) + " frames";
            case "nativeCall" -> String.format(Locale.ROOT, "%s calls, %.2f µs each", count(speed), 1e6 / speed);
            default -> count(speed * sequences(result)) + " tokens";
        };
    }

    private static Cost cost(RunResult result, Work work, ModelConfig config, Precision precision) {
        BenchmarkParams params = result.getParams();
        Optional<LayerKind> layer = parameter(params, "layer").map(LayerKind::valueOf);
        return switch (name(result)) {
            case "preprocess" -> Cost.moved(work.preprocessBytes(ModelBenchmark.WIDTH, ModelBenchmark.HEIGHT));
            case "transformer" -> Cost.operations(work.transformer());
            case "merge" -> Cost.moved(work.mergeBytes());
            case "project" -> Cost.operations(work.projector());
            case "vision" -> Cost.operations(work.transformer() + work.projector());
            case "prefill" -> Cost.operations(work.prefillToken(ModelBenchmark.TOKENS));
            case "layerPrefill" -> Cost.operations(work.prefillToken(layer.orElseThrow(), ModelBenchmark.TOKENS));
            case "decode" -> step(work, Work.Behind.one(ModelBenchmark.TOKENS + ModelBenchmark.STEPS / 2.0), precision);
            case "decodeOneFilm" ->
                step(
                        work,
                        new Work.Behind(sequences(result), BatchBenchmark.TOKENS, BatchBenchmark.STEPS / 2.0),
                        precision);
            case "decodeFilms" ->
                step(
                        work,
                        new Work.Behind(sequences(result), 0, BatchBenchmark.TOKENS + BatchBenchmark.STEPS / 2.0),
                        precision);
            case "layerStep" -> {
                Work.Behind behind = Work.Behind.one(ModelBenchmark.TOKENS);
                LayerKind kind = layer.orElseThrow();
                yield new Cost(work.step(kind, behind), work.stepBytes(kind, behind, precision), "read");
            }
            case "sampling" ->
                Cost.read(Work.samplingBytes(parameter(params, "vocabulary")
                        .map(Integer::valueOf)
                        .orElse(config.decoder().vocabulary())));
            default -> Cost.NONE;
        };
    }

    private static Cost step(Work work, Work.Behind behind, Precision precision) {
        return new Cost(work.step(behind), work.stepBytes(behind, precision), "read");
    }

    private String row(
            String model, String precision, String what, String aSecond, double speed, Cost cost, String command) {
        double operations = speed * cost.operations();
        double bytes = speed * cost.bytes();
        return String.join(
                " | ",
                "| " + model,
                precision,
                what,
                aSecond,
                billions(operations),
                share(operations, "float32Product"),
                share(operations, "bfloat16Product"),
                billions(bytes),
                share(bytes, cost.beside()),
                "`" + command + "` |\n");
    }

    private static String billions(double number) {
        return number == 0 ? "–" : String.format(Locale.ROOT, number < 1e9 ? "%.2f" : "%.1f", number / 1e9);
    }

    private String share(double done, String beside) {
        Double most = machine.get(beside);
        return done == 0 || most == null ? "–" : String.format(Locale.ROOT, "%.0f %%", 100 * done / most);
    }

    private static String count(double number) {
        return String.format(Locale.ROOT, number < 10 ? "%.1f" : "%,.0f", number);
    }

    private static String words(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }

    /** What measures it again, and what the machine can do. */
    private static String by(RunResult result) {
        return BenchmarkCommand.command(result.getParams()) + (model(result).isEmpty() ? "" : " Machine");
    }

    private static Optional<BenchmarkModels> model(RunResult result) {
        return parameter(result.getParams(), "model").map(BenchmarkModels::valueOf);
    }

    private static int sequences(RunResult result) {
        return parameter(result.getParams(), "sequences").map(Integer::valueOf).orElse(1);
    }

    private static Optional<String> parameter(BenchmarkParams params, String name) {
        return Optional.ofNullable(params.getParam(name));
    }

    private static double speed(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    private static String name(RunResult result) {
        return name(result.getParams());
    }

    private static String name(BenchmarkParams params) {
        return List.of(params.getBenchmark().split("\\.")).getLast();
    }
}
