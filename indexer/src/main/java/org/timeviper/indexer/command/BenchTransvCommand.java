package org.timeviper.indexer.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.timeviper.indexer.benchmark.transv.TransvBenchmark;
import org.timeviper.indexer.benchmark.transv.TransvReport;
import org.timeviper.indexer.benchmark.transv.TransvTable;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ModelException;
import org.timeviper.model.cost.Dropping;
import org.timeviper.model.tensor.ComputeDevice;
import org.timeviper.model.tensor.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what long films cost, and what token dropping saves. */
@Command(
        name = "transv",
        header =
                "Measures what long films cost and what dropping visual tokens saves: vision, prefill by layer kind, decoding, memory.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper bench transv                                  64 to 4,096 frames, some fifteen minutes",
            "  timeviper bench transv --frames 64,256 --repeats 3      a short look",
            "  timeviper bench transv --frames 64,256,1024,4096,10240 --schedules none,transv:uni_3_0.25 --repeats 1",
            "  timeviper bench transv --model /models/timeviper-9b --device cuda --precision bf16 --film lecture.mp4 --json | jq '.cells[]'",
            "",
            "Every cell is measured in a process of its own that should have the whole machine ('processor' is what it had of all processors for the prefill, which others disturb less than its time) and goes the whole way: reads the frames of"
                    + " decoded film while it looks at those before, reads the prompt, answers. 'peak' is the most memory that was ever"
                    + " resident there, the JVM's, the engine's and the weights' included, and 'loaded' what it had before the long"
                    + " prompt. On a card, 'card' is the most that the process had of the card's memory, or '?' where the card's"
                    + " driver does not tell; other processes should leave the card alone meanwhile. Of the prefill, what Mamba, attention and feed-forward layers take is told a frame: the first and the"
                    + " last stay the same however long the film is, unless tokens are dropped. The weights are the model's own at every schedule: stages beyond those that it has TransV"
                    + " weights for use its last ones, which costs the same, so nothing here says how good the answers are: dropping.py of the training folder does."
        })
final class BenchTransvCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "The model's folder. Default: TIMEVIPER_MODEL_DIR, else the starter.")
    private Path model;

    @Option(
            names = "--device",
            defaultValue = "${env:TIMEVIPER_MODEL_DEVICE:-cpu}",
            description = "cpu, cuda or cuda:1. Default: TIMEVIPER_MODEL_DEVICE, else cpu.")
    private String device;

    @Option(
            names = "--precision",
            defaultValue = "${env:TIMEVIPER_MODEL_PRECISION:-f32}",
            description = "f32 or bf16, of the decoder. Default: TIMEVIPER_MODEL_PRECISION, else f32.")
    private String precision;

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
            description =
                    "Prefills that are timed for each cell, after one that is not, of 256 frames at most. Default: ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--steps",
            defaultValue = "32",
            description = "Tokens that are generated behind each. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--json",
            description =
                    "Prints {\"model\",\"device\",\"precision\",\"films\",\"cells\":[{\"dropping\",\"schedule\",\"frames\",…}]}, milliseconds, bytes.")
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
            TransvReport report = benchmark.measure(
                    films, scratch.path(), frames.stream().sorted().distinct().toList(), droppings);
            progress.clear();
            print(report);
            return ExitCode.DONE;
        }
    }

    private TransvBenchmark benchmark(ProgressLine progress) {
        Path folder = model == null ? ModelFolder.of(System.getenv()) : model;
        try {
            return new TransvBenchmark(
                    folder,
                    onDevice(),
                    inPrecision(),
                    repeats,
                    steps,
                    (what, percent) -> progress.show(what, percent, null));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage(), e);
        }
    }

    private ComputeDevice onDevice() {
        try {
            return ComputeDevice.parse(device);
        } catch (ModelException e) {
            throw wrong("--device: " + e.getMessage(), e);
        }
    }

    private Precision inPrecision() {
        try {
            return Precision.parse(precision);
        } catch (ModelException e) {
            throw wrong("--precision: " + e.getMessage(), e);
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
