package org.timeviper.indexer.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.confidence.ConfidenceFit;
import org.timeviper.indexer.evaluation.confidence.Rightness;
import org.timeviper.indexer.evaluation.dataset.Benchmark;
import org.timeviper.indexer.evaluation.dataset.Benchmarks;
import org.timeviper.indexer.evaluation.dataset.Reading;
import org.timeviper.indexer.evaluation.dataset.Scoring;
import org.timeviper.indexer.evaluation.metric.ChatJudge;
import org.timeviper.indexer.evaluation.metric.JudgeSettings;
import org.timeviper.indexer.evaluation.metric.ProbeJudging;
import org.timeviper.indexer.evaluation.metric.ProbePrompts;
import org.timeviper.indexer.evaluation.metric.ProbeVerdict;
import org.timeviper.indexer.evaluation.report.Report;
import org.timeviper.indexer.evaluation.report.ReportPage;
import org.timeviper.indexer.evaluation.report.ReportText;
import org.timeviper.indexer.evaluation.report.Reporting;
import org.timeviper.indexer.evaluation.run.Answered;
import org.timeviper.indexer.evaluation.run.Evaluation;
import org.timeviper.indexer.evaluation.run.Judging;
import org.timeviper.indexer.evaluation.run.ResultFile;
import org.timeviper.indexer.evaluation.run.RunDescription;
import org.timeviper.indexer.evaluation.run.Sampling;
import org.timeviper.indexer.evaluation.run.Shard;
import org.timeviper.indexer.media.DecoderSettings;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.model.Weights;
import org.timeviper.model.ModelOptions;
import org.timeviper.model.TimeViper;
import org.timeviper.model.config.ConfidenceConfig;
import org.timeviper.model.config.ModelConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a benchmark to the model and says how good its answers are. */
@Command(
        name = "eval",
        header = "Puts a published benchmark to the model and says how good its answers are.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper eval                                             which benchmarks there are, and where to get them",
            "  timeviper eval charades-sta --data /data/charades          all of it",
            "  timeviper eval videomme --data /data/videomme --shard 2/8  the second of eight parts, one process each",
            "  timeviper eval videomme --data /data/videomme --report     only the report, of all parts that are there",
            "  timeviper eval vdc --data /data/vdc --judge http://localhost:8000/v1 --judge-model NAME",
            "  timeviper eval rendered-film --data /data/films --fit-confidence confidence.json",
            "",
            "Broken off and begun again, it goes on with what is not answered yet. The folder --out gets results-*.jsonl, summary.json,"
                    + " summary.txt and report.html. The judge's key is taken from TIMEVIPER_JUDGE_KEY."
        })
final class EvalCommand implements Callable<Integer> {

    private static final int ASKED_TOGETHER = 4;
    private static final int PROBLEMS_TOLD = 5;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "BENCHMARK", description = "Its name; without one, all are listed.")
    private String name;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The benchmark as it was downloaded, archives unpacked.")
    private Path data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where answers and report are kept. Default: timeviper-eval/BENCHMARK.")
    private Path out;

    @Option(names = "--shard", paramLabel = "I/N", description = "Only the I-th of N parts; whole films each.")
    private String shard;

    @Option(names = "--limit", paramLabel = "N", description = "Only N items, spread evenly over the benchmark.")
    private Integer limit;

    @Option(names = "--fps", description = "Frames a second. Default: the model's.")
    private Double fps;

    @Option(names = "--min-frames", description = "Fewest frames. Default: ${DEFAULT-VALUE}.", defaultValue = "8")
    private int minFrames;

    @Option(names = "--max-frames", description = "Most frames. Default: the model's.")
    private Integer maxFrames;

    @Option(
            names = "--windows",
            description =
                    "Looks at footage of more frames in windows, as the service does, and not at its beginning alone.")
    private boolean windows;

    @Option(names = "--again", description = "Tries those again that could not be looked at.")
    private boolean again;

    @Option(names = "--report", description = "Asks the model nothing; reports what is answered.")
    private boolean reportOnly;

    @Option(
            names = "--judge",
            paramLabel = "URL",
            description = "An OpenAI-compatible address of a judge for descriptions.")
    private String judge;

    @Option(names = "--judge-model", paramLabel = "NAME", description = "The judge's model there.")
    private String judgeModel;

    @Option(
            names = "--fit-confidence",
            paramLabel = "FILE",
            description = "Also fits how often the model is right to how sure it is, and writes the section"
                    + " \"confidence\" for a config.json that has none.")
    private Path confidence;

    @Option(names = "--json", description = "Prints the summary as JSON.")
    private boolean json;

    EvalCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (name == null) {
            list();
            return ExitCode.DONE;
        }
        Benchmark benchmark = usable(() -> Benchmarks.named(name));
        Shard part = shard == null ? Shard.WHOLE : usable(() -> Shard.parse(shard));
        if (data == null) {
            throw new ParameterException(
                    spec.commandLine(), "--data is missing: the folder that holds " + benchmark.source() + ".");
        }
        if ((judge == null) != (judgeModel == null)) {
            throw new ParameterException(spec.commandLine(), "--judge and --judge-model go together.");
        }
        Path folder = out == null ? Path.of("timeviper-eval", benchmark.name()) : out;
        Reading reading = benchmark.read(data);
        List<Item> items = limited(reading.items());
        tell(reading);
        if (items.isEmpty()) {
            throw new CommandFailure(data + " holds nothing that can be asked: "
                    + reading.missing().size() + " films are missing and "
                    + reading.unusable().size() + " annotations are unusable.");
        }
        ModelConfig config = ModelConfig.read(ModelFolder.of(System.getenv()).resolve("config.json"));
        if (confidence != null) {
            requireRawConfidences(config);
        }
        RunDescription run = run(benchmark, config);
        try (ProgressLine progress = new ProgressLine(terminal)) {
            if (!reportOnly) {
                ask(part.part(items), run, folder, part, progress);
            }
            report(benchmark, run, items, reading, folder, progress);
        }
        return ExitCode.DONE;
    }

    private void list() {
        for (Benchmark benchmark : Benchmarks.all()) {
            terminal.line(
                    "%-18s %-24s %-30s %s",
                    terminal.bold(benchmark.name()),
                    benchmark.title(),
                    benchmark.scored().stream()
                            .map(Scoring::name)
                            .map(scoring -> scoring.toLowerCase(Locale.ROOT))
                            .sorted()
                            .collect(Collectors.joining(", ")),
                    benchmark
                            .headline()
                            .map(headline -> String.format(
                                    Locale.ROOT, "paper: %s %.1f %%", headline.measure(), headline.percent()))
                            .orElse(""));
            terminal.paragraph("    ", benchmark.source());
        }
    }

    private <T> T usable(Callable<T> value) {
        try {
            return value.call();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Item> limited(List<Item> items) {
        if (limit == null || limit >= items.size()) {
            return items;
        }
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be 1 or more.");
        }
        return IntStream.range(0, limit)
                .mapToObj(i -> items.get((int) ((long) i * items.size() / limit)))
                .toList();
    }

    private void tell(Reading reading) {
        reading.missing().stream().limit(PROBLEMS_TOLD).forEach(missing -> terminal.note("timeviper: %s", missing));
        reading.unusable().stream().limit(PROBLEMS_TOLD).forEach(unusable -> terminal.note("timeviper: %s", unusable));
        if (reading.missing().size() > PROBLEMS_TOLD || reading.unusable().size() > PROBLEMS_TOLD) {
            terminal.note(
                    "timeviper: in all, %,d films are missing and %,d annotations are unusable.",
                    reading.missing().size(), reading.unusable().size());
        }
    }

    private static void requireRawConfidences(ModelConfig config) {
        if (!config.confidence().equals(ConfidenceConfig.NONE)) {
            throw new CommandFailure("the config.json of " + config.name()
                    + " has a section \"confidence\" already, and curves are fitted to the confidences that a model has without one."
                    + " Take the section out, and run the benchmark into another folder with --out.");
        }
    }

    private RunDescription run(Benchmark benchmark, ModelConfig config) {
        Path folder = ModelFolder.of(System.getenv());
        int most = maxFrames == null ? config.sampling().maxFrames() : maxFrames;
        Sampling sampling = usable(() ->
                new Sampling(fps == null ? config.sampling().fps() : fps, Math.min(minFrames, most), most, windows));
        return new RunDescription(benchmark.name(), config.name(), Weights.fingerprint(folder), sampling);
    }

    private void ask(List<Item> items, RunDescription run, Path folder, Shard part, ProgressLine progress) {
        Path file = folder.resolve("results-" + part.number() + "-of-" + part.count() + ".jsonl");
        try (ResultFile results = ResultFile.open(file, run)) {
            Set<String> answered = elsewhere(folder, run, file);
            List<Item> open =
                    items.stream().filter(item -> !answered.contains(item.id())).toList();
            if (again) {
                results.forgetFailures();
            }
            if (results.answered()
                    .keySet()
                    .containsAll(open.stream().map(Item::id).toList())) {
                return;
            }
            progress.show("Loading the model ...");
            try (TimeViper model = TimeViper.load(ModelFolder.of(System.getenv()), ModelOptions.defaults());
                    TemporaryFolder pictures = TemporaryFolder.create("timeviper-eval-")) {
                FilmReader films = new FilmReader(DecoderSettings.defaults());
                new Evaluation(model, films, run.sampling(), pictures.path().resolve("frames"))
                        .run(open, results, new Remaining(progress));
            }
        }
    }

    /** What other parts have answered, so that a run may be cut into parts anew. */
    private static Set<String> elsewhere(Path folder, RunDescription run, Path own) {
        return answers(folder, run).entrySet().stream()
                .filter(file -> !file.getKey().equals(own))
                .flatMap(file -> file.getValue().keySet().stream())
                .collect(Collectors.toSet());
    }

    /** The answers of this run in a folder, by file. */
    private static Map<Path, Map<String, Answered>> answers(Path folder, RunDescription run) {
        Map<Path, Map<String, Answered>> answers = new LinkedHashMap<>();
        if (!Files.isDirectory(folder)) {
            return answers;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.getFileName().toString().matches("results-\\d+-of-\\d+\\.jsonl"))
                    .sorted()
                    .toList()) {
                ResultFile.read(file)
                        .filter(content -> content.run().equals(run))
                        .ifPresent(content -> answers.put(file, content.answered()));
            }
        } catch (IOException e) {
            throw new CommandFailure(folder + " cannot be read: " + e.getMessage(), e);
        }
        return answers;
    }

    /** Tells how much time is left, from the pace since the beginning. */
    private static final class Remaining implements Evaluation.Watcher {
        private final ProgressLine progress;
        private final long began = System.nanoTime();
        private int before = -1;

        Remaining(ProgressLine progress) {
            this.progress = progress;
        }

        @Override
        public void at(int done, int of, String what) {
            if (before < 0) {
                before = done;
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            Double left = done == before ? null : seconds / (done - before) * (of - done);
            progress.show(String.format(Locale.ROOT, "%,d of %,d  %s", done, of, what), 100.0 * done / of, left);
        }
    }

    private void report(
            Benchmark benchmark,
            RunDescription run,
            List<Item> items,
            Reading reading,
            Path folder,
            ProgressLine progress) {
        Map<String, Answered> answers = new LinkedHashMap<>();
        answers(folder, run).values().forEach(answers::putAll);
        Map<String, List<ProbeVerdict>> verdicts = judged(items, answers, folder, progress);
        progress.clear();
        Report report = Reporting.of(benchmark, run, items, answers, verdicts, notes(reading, items));
        write(folder, report);
        if (json) {
            JsonOutput.write(terminal, report);
        } else {
            ReportText.of(report).forEach(line -> terminal.line("%s", line));
            terminal.line("");
            terminal.line("%s", folder.resolve("report.html").toUri());
        }
        if (confidence != null) {
            fit(items, answers);
        }
    }

    private void fit(List<Item> items, Map<String, Answered> answers) {
        ConfidenceFit fit = new ConfidenceFit(Rightness.byKind(items, answers));
        try {
            Files.writeString(confidence, fit.section());
        } catch (IOException e) {
            throw new CommandFailure(
                    "the fitted confidence cannot be written to " + confidence + ": " + e.getMessage()
                            + ". Does its folder exist?",
                    e);
        }
        terminal.note("");
        fit.table().forEach(line -> terminal.note("%s", line));
        terminal.note(
                "The curves are in %s, for the model's config.json. With \"least\" beside a \"curve\" say from which"
                        + " calibrated confidence on the model is taken at its word.",
                confidence);
    }

    private Map<String, List<ProbeVerdict>> judged(
            List<Item> items, Map<String, Answered> answers, Path folder, ProgressLine progress) {
        if (judge == null) {
            return Map.of();
        }
        JudgeSettings settings = usable(() -> JudgeSettings.of(judge, judgeModel, System.getenv()));
        try (ChatJudge asked = new ChatJudge(settings)) {
            ProbeJudging judging = new ProbeJudging(asked, ProbePrompts.DEFAULT, ASKED_TOGETHER);
            return new Judging(judging, judgeModel, folder.resolve("verdicts.jsonl"))
                    .verdicts(items, answers, new Remaining(progress));
        }
    }

    private List<String> notes(Reading reading, List<Item> items) {
        List<String> notes = new ArrayList<>();
        if (items.size() < reading.annotations()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "These are %,d of the benchmark's %,d items: the numbers are not to be compared with published ones.",
                    items.size(),
                    reading.annotations()));
        }
        return notes;
    }

    private static void write(Path folder, Report report) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("summary.json"), JsonOutput.text(report) + "\n");
            Files.write(folder.resolve("summary.txt"), ReportText.of(report));
            Files.writeString(folder.resolve("report.html"), ReportPage.of(report));
        } catch (IOException e) {
            throw new CommandFailure(
                    "the report cannot be written to " + folder + ": " + e.getMessage() + ". Is the disk full?", e);
        }
    }
}
