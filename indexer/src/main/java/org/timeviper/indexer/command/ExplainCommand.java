package org.timeviper.indexer.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.timeviper.indexer.explain.ExplainResults;
import org.timeviper.indexer.explain.Explained;
import org.timeviper.indexer.explain.LookPlot;
import org.timeviper.indexer.explain.SurestStretch;
import org.timeviper.model.VideoSession;
import org.timeviper.model.explain.AnswerMaps;
import org.timeviper.model.explain.MapsFile;
import org.timeviper.model.explain.UnwritableMaps;
import org.timeviper.model.generation.TokenListener;
import org.timeviper.model.task.Span;
import org.timeviper.model.task.VideoTasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers a question about a film and tells which seconds the answer looked at. */
@Command(
        name = "explain",
        header = "Tells which seconds of a film an answer looked at, layer by layer; needs no library.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper explain clip.mp4 --question \"what colour is the ball?\"",
            "  timeviper explain clip.mp4 --question \"is there a boat?\" --plot look.svg    a picture for the browser",
            "  timeviper explain clip.mp4 --question \"is there a boat?\" --maps look.safetensors",
            "  timeviper explain --json clip.mp4 --question \"who comes in?\" --start 10 --end 30 | jq '.moments'",
            "",
            "With --start or --end the model looks at that stretch in one go. Without, it is asked about the whole film,"
                    + " stretch by stretch where it does not take in all of it, and its surest answer is explained."
        })
final class ExplainCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", description = "A video file.")
    private Path file;

    @Option(names = "--question", required = true, paramLabel = "TEXT", description = "What to ask about the film.")
    private String question;

    @Option(
            names = "--start",
            paramLabel = "SECONDS",
            description = "Where the stretch begins. Default: the film's start.")
    private Double start;

    @Option(names = "--end", paramLabel = "SECONDS", description = "Where the stretch ends. Default: the film's end.")
    private Double end;

    @Option(names = "--plot", paramLabel = "FILE.svg", description = "Also writes a heat map of seconds and layers.")
    private Path plot;

    @Option(
            names = "--maps",
            paramLabel = "FILE.safetensors",
            description = "Also writes the attention and Mamba maps of the answer as tensors; the file's metadata tells"
                    + " names, shapes and units.")
    private Path maps;

    @Option(
            names = "--json",
            description =
                    "Prints {\"answer\",\"moments\":[{\"start\",\"end\",\"share\",…}],\"layers\":[{\"vision\",\"frames\",\"heads\",…}],…}.")
    private boolean json;

    @Option(names = "--heads", description = "With --json, every head says which frames it looks at.")
    private boolean heads;

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        requireSense();
        if (maps == null) {
            return explain((session, question) -> AnswerMaps.none());
        }
        try (MapsFile file = MapsFile.create(maps)) {
            int code = explain(file::of);
            file.finish();
            return code;
        } catch (UnwritableMaps e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    private int explain(BiFunction<VideoSession, String, AnswerMaps> maps) {
        try (ProgressLine progress = new ProgressLine(terminal);
                FilmWithModel film = FilmWithModel.open(file, progress)) {
            Explained explained = explained(film, maps, progress);
            progress.clear();
            if (plot != null) {
                write(LookPlot.of(explained, film.film()::jpeg));
            }
            if (json) {
                JsonOutput.write(terminal, ExplainResults.of(explained, heads));
            } else {
                new LookPrinter(terminal).print(explained);
            }
            if (plot != null && !json) {
                terminal.line("The plot is in %s.", plot);
            }
            if (this.maps != null && !json) {
                terminal.line("The maps are in %s.", this.maps);
            }
            return ExitCode.DONE;
        }
    }

    private void requireSense() {
        if (question.isBlank()) {
            throw new CommandFailure("the question is empty. Ask something, for example --question \"what is seen?\".");
        }
        if (plot != null && !plot.toString().toLowerCase(Locale.ROOT).endsWith(".svg")) {
            throw new CommandFailure("the plot is written as SVG: name it *.svg, not " + plot + ".");
        }
        if (maps != null && !maps.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors")) {
            throw new CommandFailure("the maps are written as tensors: name them *.safetensors, not " + maps + ".");
        }
    }

    private Explained explained(
            FilmWithModel film, BiFunction<VideoSession, String, AnswerMaps> maps, ProgressLine progress) {
        Span stretch = start == null && end == null ? surest(film, progress) : stretch(film);
        progress.show(file.getFileName() + ": explaining ...");
        long total = Math.round(stretch.length() * film.film().info().frameRate());
        return film.look(
                stretch,
                session -> new Explained(
                        question,
                        stretch,
                        VideoTasks.explain(session, question, maps.apply(session, question)),
                        film.modelName(),
                        session.clip().frames().count(),
                        Math.max(session.clip().frames().count(), total)));
    }

    private Span stretch(FilmWithModel film) {
        double duration = film.film().info().durationSeconds();
        double from = start == null ? 0 : start;
        double to = end == null ? duration : Math.min(end, duration);
        if (!(from >= 0 && from < to)) {
            throw new CommandFailure(String.format(
                    Locale.ROOT,
                    "--start %s --end %s is no stretch of %s, which lasts %.1f s: it must start before it ends.",
                    start == null ? "0" : start,
                    end == null ? duration : end,
                    file,
                    duration));
        }
        return new Span(from, to);
    }

    private Span surest(FilmWithModel film, ProgressLine progress) {
        List<Span> windows = film.windows();
        return SurestStretch.of(windows, window -> {
            progress.show(file.getFileName() + ": asking", 100.0 * windows.indexOf(window) / windows.size(), null);
            return film.look(window, session -> VideoTasks.answer(session, question, TokenListener.none()));
        });
    }

    private void write(String svg) {
        try {
            Files.writeString(plot, svg);
        } catch (IOException e) {
            throw new CommandFailure(
                    "the plot cannot be written to " + plot + ": " + e.getMessage() + ". Does its folder exist?", e);
        }
    }
}
