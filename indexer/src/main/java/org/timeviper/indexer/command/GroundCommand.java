package org.timeviper.indexer.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.timeviper.indexer.model.GroundedFilm;
import org.timeviper.model.task.GroundingAnswer;
import org.timeviper.model.task.SecondLook;
import org.timeviper.model.task.Span;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds where a description is seen in a film. */
@Command(
        name = "ground",
        header = "Finds the seconds of a film in which a description is seen; needs no library.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper ground clip.mp4 \"a red ball enters from the left\"",
            "  timeviper ground --json clip.mp4 \"the camera zooms in\" | jq '[.start, .end]'",
            "",
            "What the film does not show is said not to be there, and of what the model is not sure it is said that it is not;"
                    + " those are answers, and the exit code is 0."
        })
final class GroundCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", description = "A video file.")
    private Path file;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "DESCRIPTION", description = "What to find, in words.")
    private List<String> description;

    @Option(
            names = "--json",
            description = "Prints {\"found\",\"start\",\"end\",\"confidence\",…}, seconds as numbers.")
    private boolean json;

    GroundCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private record Grounding(
            String file,
            String description,
            boolean found,
            Double start,
            Double end,
            double confidence,
            String message,
            String model,
            long framesSeen,
            long framesTotal) {}

    @Override
    public Integer call() {
        String wanted = String.join(" ", description);
        if (wanted.isBlank()) {
            throw new CommandFailure("the description is empty. Say what to find, for example \"a red circle\".");
        }
        try (ProgressLine progress = new ProgressLine(terminal);
                FilmWithModel film = FilmWithModel.open(file, progress)) {
            SecondLook search = SecondLook.of(film.modelConfig(), wanted);
            List<GroundingAnswer> answers = film.look("looking", progress, search::first);
            long framesSeen = film.framesSeen();
            List<GroundingAnswer> looked = search.again(film.span(), film.longestSeconds(), answers, film::look);
            Grounding grounding = grounding(film, framesSeen, wanted, GroundedFilm.of(looked));
            if (json) {
                JsonOutput.write(terminal, grounding);
            } else {
                print(grounding);
            }
            return ExitCode.DONE;
        }
    }

    private Grounding grounding(FilmWithModel film, long framesSeen, String wanted, GroundedFilm grounded) {
        Optional<Span> span = grounded.span();
        return new Grounding(
                file.toString(),
                wanted,
                span.isPresent(),
                span.map(Span::start).orElse(null),
                span.map(Span::end).orElse(null),
                grounded.confidence(),
                span.isPresent() ? grounded.decisive().text() : grounded.refusal(),
                film.modelName(),
                framesSeen,
                film.film().info().frameCount());
    }

    private void print(Grounding grounding) {
        if (grounding.found()) {
            terminal.line(
                    "%s  %s  (%.0f %% sure)",
                    terminal.bold(Timecode.span(grounding.start(), grounding.end())),
                    grounding.description(),
                    100 * grounding.confidence());
        } else {
            terminal.paragraph("", grounding.message());
        }
        terminal.line("%s saw %d of %d frames.", grounding.model(), grounding.framesSeen(), grounding.framesTotal());
    }
}
