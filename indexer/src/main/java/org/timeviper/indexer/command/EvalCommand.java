package org.timeviper.indexer.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.timeviper.indexer.evaluation.Item;
import org.timeviper.indexer.evaluation.confidence.ConfidenceFit;
import org.timeviper.indexer.evaluation.confidence.Rightness;
import org.timeviper.indexer.evaluation.dataset.Benchmark;
import org.timeviper.indexer.evaluation.dataset.Benchmarks;
import org.timeviper.indexer.evaluation.dataset.Reading;
import org.timeviper.indexer.evaluation.dataset.Scoring;
import org.timeviper.indexer.evaluation.metric.ChatJudge;
import org.timeviper.indexer.evaluation.metric.ChoiceJudging;
import org.timeviper.indexer.evaluation.metric.JudgeFailure;
import org.timeviper.indexer.evaluation.metric.JudgeSettings;
import org.timeviper.indexer.evaluation.metric.ProbeJudging;
import org.timeviper.indexer.evaluation.metric.ProbePrompts;
import org.timeviper.indexer.evaluation.metric.ProbeVerdict;
import org.timeviper.indexer.evaluation.report.Report;
import org.timeviper.indexer.evaluation.report.ReportPage;
import org.timeviper.indexer.evaluation.report.ReportText;
import org.timeviper.indexer.evaluation.report.Reporting;
import org.timeviper.indexer.evaluation.report.Submission;
import org.timeviper.indexer.evaluation.run.AnswerFolder;
import org.timeviper.indexer.evaluation.run.Answered;
import org.timeviper.indexer.evaluation.run.Evaluation;
import org.timeviper.indexer.evaluation.run.JudgePrompts;
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
import org.timeviper.model.config.PromptTexts;
import org.timeviper.model.task.Prompts;
import org.timeviper.model.task.VideoTasks;
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
            "Broken off and begun again, it goes on with what is not answered yet. The folder --out gets results-*.jsonl, verdicts-*.jsonl,"
                    + " summary.json, summary.txt and report.html. The judge's key is taken from TIMEVIPER_JUDGE_KEY."
        })
final class EvalCommand implements Callable<Integer> {

    /** As in the published evaluation; this project's own benchmark has films of a few seconds, of which the starter is shown more. */
    private static final int PUBLISHED_MIN_FRAMES = 1;

    private static final int OWN_MIN_FRAMES = 8;
    private static final String SUBMISSION = "submission.json";
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

    @Option(
            names = "--min-frames",
            description = "Fewest frames. Default: " + PUBLISHED_MIN_FRAMES + ", as published; " + OWN_MIN_FRAMES
                    + " for rendered-film.")
    private Integer minFrames;

    @Option(names = "--max-frames", description = "Most frames. Default: the model's.")
    private Integer maxFrames;

    @Option(
            names = "--windows",
            description =
                    "Looks at footage of more frames in windows, as the service does, and not at its beginning alone.")
    private boolean windows;

    @Option(
            names = "--prompts",
            paramLabel = "FILE",
            description = "What the model is told, as in \"prompts\" of a config.json, in place of what stands there.")
    private Path prompts;

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
            names = "--judge-prompts",
            paramLabel = "FILE",
            description =
                    "What the judge is told: answering_role, answering_task, comparing_role and comparing_task, as JSON,"
                            + " and choosing_role and choosing_task for TempCompass. Default: what the published prompts"
                            + " say, in other words.")
    private Path judgePrompts;

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
        if ((judge == null) != (judgeModel == null) || judgePrompts != null && judge == null) {
            throw new ParameterException(
                    spec.commandLine(), "--judge and --judge-model go together, and --judge-prompts with them.");
        }
        ProbePrompts toldToJudge =
                judgePrompts == null ? ProbePrompts.DEFAULT : usable(() -> JudgePrompts.read(judgePrompts));
        Reading reading = benchmark.read(data);
        List<Item> items = limited(reading.items());
        tell(reading);
        if (items.isEmpty()) {
            throw new CommandFailure(data + " holds nothing that can be asked: "
                    + reading.missing().size() + " films are missing and "
                    + reading.unusable().size() + " annotations are unusable.");
        }
        ModelConfig config = config();
        if (confidence != null) {
            requireRawConfidences(config);
        }
        Path path = out == null ? Path.of("timeviper-eval", benchmark.name()) : out;
        AnswerFolder folder = new AnswerFolder(path, run(benchmark, config));
        try (ProgressLine progress = new ProgressLine(terminal)) {
            if (!reportOnly) {
                ask(part.part(items), config, folder, part, progress);
            }
            Judged judged = judged(items, folder, part, toldToJudge, progress);
            progress.clear();
            report(benchmark, items, reading, folder, judged);
        }
        return ExitCode.DONE;
    }

    private ModelConfig config() {
        ModelConfig config = ModelConfig.read(ModelFolder.of(System.getenv()).resolve("config.json"));
        return prompts == null ? config : config.withPrompts(PromptTexts.read(prompts));
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
        int usualLeast = benchmark.published() ? PUBLISHED_MIN_FRAMES : OWN_MIN_FRAMES;
        int least = Math.min(minFrames == null ? usualLeast : minFrames, most);
        Sampling sampling =
                usable(() -> new Sampling(fps == null ? config.sampling().fps() : fps, least, most, windows));
        return new RunDescription(
                benchmark.name(),
                config.name(),
                Weights.fingerprint(folder),
                sampling,
                Prompts.fingerprint(config),
                RunDescription.ANSWERING);
    }

    private void ask(List<Item> items, ModelConfig config, AnswerFolder folder, Shard part, ProgressLine progress) {
        try (ResultFile results = ResultFile.open(folder.answers(part), folder.run())) {
            Set<String> answered = folder.answeredElsewhere(items, part, again);
            List<Item> open =
                    items.stream().filter(item -> !answered.contains(item.id())).toList();
            if (again) {
                results.forgetFailures();
            }
            if (open.stream().allMatch(results::holds)) {
                return;
            }
            tellOthers(open, results);
            progress.show("Loading the model ...");
            try (TimeViper model =
                            TimeViper.load(ModelFolder.of(System.getenv()), ModelOptions.defaults(), config.prompts());
                    TemporaryFolder pictures = TemporaryFolder.create("timeviper-eval-")) {
                FilmReader films = new FilmReader(DecoderSettings.defaults());
                Evaluation evaluation = new Evaluation(
                        model, films, folder.run().sampling(), pictures.path().resolve("frames"));
                evaluation.run(open, results, new Remaining(progress));
            }
        }
    }

    private void tellOthers(List<Item> open, ResultFile results) {
        Set<String> answered = results.answered().keySet();
        long others = open.stream()
                .filter(item -> answered.contains(item.id()) && !results.holds(item))
                .count();
        if (others > 0) {
            terminal.note(
                    "timeviper: %,d answers that are kept there are to other questions or films of the same ids; these are"
                            + " asked now.",
                    others);
        }
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

    /**
     * What a judge says of the descriptions that are answered.
     *
     * @param failure why there is none, in words; empty where there is, or none was asked for
     */
    private record Judged(Map<String, List<ProbeVerdict>> verdicts, Optional<String> failure) {}

    private Judged judged(List<Item> items, AnswerFolder folder, Shard part, ProbePrompts told, ProgressLine progress) {
        if (judge == null) {
            return new Judged(Map.of(), Optional.empty());
        }
        JudgeSettings settings = usable(() -> JudgeSettings.of(judge, judgeModel, System.getenv()));
        Map<String, Answered> answers = folder.to(items);
        try (ChatJudge asked = new ChatJudge(settings)) {
            Judging judging = new Judging(
                    new ProbeJudging(asked, told, ASKED_TOGETHER),
                    new ChoiceJudging(asked, told),
                    judgeModel,
                    told,
                    folder);
            judging.judge(part, part.part(items), answers, new Remaining(progress));
            return new Judged(judging.verdicts(items, answers), Optional.empty());
        } catch (JudgeFailure e) {
            return new Judged(Map.of(), Optional.of(e.getMessage()));
        }
    }

    private void report(Benchmark benchmark, List<Item> items, Reading reading, AnswerFolder folder, Judged judged) {
        Map<String, Answered> answers = folder.to(items);
        List<String> notes = notes(reading, items);
        if (benchmark.scoredElsewhere()) {
            Submission submission = Submission.of(items, answers);
            write(folder.path(), SUBMISSION, submission.text());
            notes.add(String.format(
                    Locale.ROOT,
                    "The answers are in %s, for the benchmark's own server, which scores them; %,d questions are not answered"
                            + " and have the first option there.",
                    folder.path().resolve(SUBMISSION),
                    submission.guessed()));
        }
        judged.failure()
                .ifPresent(why -> notes.add("The judge failed, so these numbers are without its verdicts: " + why));
        Report report =
                Reporting.of(benchmark, folder.run(), items, answers, judged.verdicts(), reading.vocabulary(), notes);
        write(folder.path(), report);
        if (json) {
            JsonOutput.write(terminal, report);
        } else {
            ReportText.of(report).forEach(line -> terminal.line("%s", line));
            terminal.line("");
            terminal.line("%s", folder.path().resolve("report.html").toUri());
        }
        if (confidence != null) {
            fit(items, answers, reading.vocabulary());
        }
        judged.failure().ifPresent(why -> {
            throw new CommandFailure("the judge failed: " + why + ". The report in " + folder.path()
                    + " is without verdicts; the same command again goes on with those that are not there yet.");
        });
    }

    private void fit(List<Item> items, Map<String, Answered> answers, Set<String> vocabulary) {
        ModelConfig config = config();
        ConfidenceFit fit = new ConfidenceFit(
                Rightness.byKind(items, answers, vocabulary, question -> VideoTasks.answerKind(config, question)));
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

    private List<String> notes(Reading reading, List<Item> items) {
        List<String> notes = new ArrayList<>();
        if (items.size() < reading.annotations()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "These are %,d of the benchmark's %,d items: the numbers are not to be compared with published ones.",
                    items.size(),
                    reading.annotations()));
        }
        notes.addAll(reading.notes());
        return notes;
    }

    private static void write(Path folder, Report report) {
        write(folder, "summary.json", JsonOutput.text(report) + "\n");
        write(folder, "summary.txt", String.join("\n", ReportText.of(report)) + "\n");
        write(folder, "report.html", ReportPage.of(report));
    }

    private static void write(Path folder, String name, String text) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new CommandFailure(
                    "the report cannot be written to " + folder + ": " + e.getMessage() + ". Is the disk full?", e);
        }
    }
}
