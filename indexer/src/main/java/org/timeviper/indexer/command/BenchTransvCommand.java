package org.timeviper.indexer.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.timeviper.indexer.benchmark.transv.TransvBenchmark;
import org.timeviper.indexer.benchmark.transv.TransvReport;
import org.timeviper.indexer.benchmark.transv.TransvTable;
import org.timeviper.indexer.media.DecoderSettings;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.model.Frame;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.cost.Dropping;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what token dropping saves. */
@Command(
        name = "transv",
        header =
                "Measures what dropping visual tokens saves: tokens kept, prefill, decoding and memory by length of film.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper bench transv                                  64 to 4,096 frames, some ten minutes",
            "  timeviper bench transv --frames 64,256 --repeats 3      a short look",
            "  timeviper bench transv --schedules none,pdrop:uni_3_0.1,transv:uni_3_0.1",
            "  timeviper bench transv --model /models/timeviper-9b --film lecture.mp4 --json | jq '.cells[]'",
            "",
            "Every cell is measured in a process of its own that has the whole machine: 'peak' is the most memory that was ever"
                    + " resident there, the JVM's, the engine's and the weights' included, and 'of it loaded' what it had before its"
                    + " first long prompt. The weights are the model's own at every schedule: stages beyond those that it has TransV"
                    + " weights for use its last ones, which costs the same, so nothing here says how good the answers are."
        })
final class BenchTransvCommand implements Callable<Integer> {

    private static final int DIFFERENT_FRAMES = 64;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "The model's folder. Default: TIMEVIPER_MODEL_DIR, else the starter.")
    private Path model;

    @Option(
            names = "--film",
            paramLabel = "FILE",
            description = "A video file whose frames are read, over and over. Default: the films that ship.")
    private Path film;

    @Option(
            names = "--frames",
            split = ",",
            defaultValue = "64,256,1024,4096",
            description = "How many frames a prompt has. Default: ${DEFAULT-VALUE}.")
    private List<Integer> frames;

    @Option(
            names = "--schedules",
            split = ",",
            description =
                    "How tokens are dropped: none, pdrop:SCHEDULE (lost) or transv:SCHEDULE (taken in by the instruction)."
                            + " Default: none, the model's own both ways, and TransV at a few others.")
    private List<String> schedules;

    @Option(
            names = "--repeats",
            defaultValue = "5",
            description = "Prefills that are timed for each cell, after one that is not. Default: ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--steps",
            defaultValue = "32",
            description = "Tokens that are generated behind each. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--json",
            description =
                    "Prints {\"model\",\"vision\",\"cells\":[{\"dropping\",\"schedule\",\"frames\",…}]}, milliseconds, bytes.")
    private boolean json;

    BenchTransvCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (frames.stream().anyMatch(length -> length < 1)) {
            throw wrong("--frames must be 1 or more.", null);
        }
        try (ProgressLine progress = new ProgressLine(terminal);
                TemporaryFolder scratch = TemporaryFolder.create("timeviper-bench")) {
            TransvBenchmark benchmark = benchmark(progress);
            List<Dropping> droppings = droppings(benchmark.config());
            List<Path> films = film == null ? DemoScript.shipped().unpack(scratch.path()) : List.of(film);
            progress.show("Decoding ...");
            TransvReport report = benchmark.measure(
                    films.stream().map(file -> file.getFileName().toString()).toList(),
                    frames(films, benchmark.config().sampling().fps(), scratch.path()),
                    frames.stream().sorted().distinct().toList(),
                    droppings,
                    scratch.path());
            progress.clear();
            print(report);
            return ExitCode.DONE;
        }
    }

    private TransvBenchmark benchmark(ProgressLine progress) {
        Path folder = model == null ? ModelFolder.of(System.getenv()) : model;
        try {
            return new TransvBenchmark(folder, repeats, steps, (what, percent) -> progress.show(what, percent, null));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage(), e);
        }
    }

    private List<Dropping> droppings(ModelConfig config) {
        if (schedules == null) {
            return Dropping.usual(config);
        }
        try {
            List<Dropping> asked =
                    schedules.stream().map(Dropping::parse).distinct().toList();
            asked.forEach(dropping -> dropping.of(config));
            return asked;
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage(), e);
        }
    }

    /** Some frames of every film, at the rate at which the model is used to see film. */
    private static List<Frame> frames(List<Path> films, double fps, Path scratch) {
        FilmReader reader = new FilmReader(DecoderSettings.defaults());
        List<Frame> some = new ArrayList<>();
        for (Path file : films) {
            SampledFilm sampled = reader.sample(file, fps, scratch.resolve("frames"), (seconds, of) -> {});
            double end = sampled.info().durationSeconds();
            some.addAll(sampled.frames(0, end, Math.max(1, DIFFERENT_FRAMES / films.size())));
        }
        return some;
    }

    private void print(TransvReport report) {
        if (json) {
            JsonOutput.write(terminal, report);
        } else {
            TransvTable.of(report).forEach(line -> terminal.line("%s", line));
        }
    }

    private ParameterException wrong(String message, Exception cause) {
        return new ParameterException(spec.commandLine(), message, cause);
    }
}
