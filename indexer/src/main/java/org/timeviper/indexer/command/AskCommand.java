package org.timeviper.indexer.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.timeviper.api.AnswerPart;
import org.timeviper.api.AskEvent;
import org.timeviper.api.AskRequest;
import org.timeviper.api.AskResult;
import org.timeviper.api.Citation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a question to the library. */
@Command(
        name = "ask",
        header = "Asks about what is in the library; answers name film and seconds.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper ask \"what colour is the house?\"",
            "  timeviper ask --json \"does the car leave on the left?\" | jq .answer",
            "",
            "The model looks again at the frames of the best moments; every part of the answer names its film and seconds."
                    + " What they do not show it says it can't see; what it is not sure of it does not assert."
        })
final class AskCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private LibraryOptions library;

    @Parameters(arity = "1..*", paramLabel = "QUESTION", description = "The question.")
    private List<String> question;

    @Option(
            names = "--json",
            description =
                    "Prints {\"question\",\"answer\",\"shown\",\"parts\":[{\"text\",\"video\",\"start\",\"end\",…}]}.")
    private boolean json;

    AskCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private record Answered(String question, String answer, boolean shown, List<AnsweredPart> parts) {}

    private record AnsweredPart(
            String text,
            boolean shown,
            boolean sure,
            double confidence,
            String video,
            String id,
            double start,
            double end,
            String link,
            long framesSeen,
            long framesTotal) {

        static AnsweredPart of(AnswerPart part, LibraryAccess access) {
            Citation where = part.citation();
            return new AnsweredPart(
                    part.text(),
                    part.shown(),
                    part.sure(),
                    part.confidence(),
                    where.name(),
                    where.video(),
                    where.start(),
                    where.end(),
                    access.link(where.video(), where.play(), where.start(), where.end()),
                    where.framesSeen(),
                    where.framesTotal());
        }
    }

    @Override
    public Integer call() {
        AskRequest request = new AskRequest(String.join(" ", question), List.of());
        try (LibraryAccess access = LibraryAccess.open(library.folder(), terminal)) {
            if (json) {
                AskResult result = access.client().ask(request);
                List<AnsweredPart> parts = result.parts().stream()
                        .map(part -> AnsweredPart.of(part, access))
                        .toList();
                JsonOutput.write(terminal, new Answered(result.question(), result.answer(), result.shown(), parts));
            } else {
                converse(terminal, access, request);
            }
        }
        return ExitCode.DONE;
    }

    /** Asks, tells where the model is looking, and writes the answer with what it rests on. */
    static void converse(Terminal terminal, LibraryAccess access, AskRequest request) {
        try (ProgressLine progress = new ProgressLine(terminal)) {
            progress.show("Looking for footage ...");
            access.client().ask(request, event -> show(terminal, progress, access, event));
        }
    }

    private static void show(Terminal terminal, ProgressLine progress, LibraryAccess access, AskEvent event) {
        switch (event) {
            case AskEvent.Looking(Citation where) ->
                progress.show("Looking at " + where.name() + ", " + Timecode.span(where.start(), where.end()) + " ...");
            case AskEvent.Done(AskResult result) -> {
                progress.clear();
                print(terminal, access, result);
            }
            case AskEvent.Failed(String text, String code) -> throw new CommandFailure(text);
            case AskEvent.Token piece -> {
                // It comes again, whole, with the result.
            }
            case AskEvent.Cited where -> {
                // So does this.
            }
            case AskEvent.Part part -> {
                // And this.
            }
        }
    }

    private static void print(Terminal terminal, LibraryAccess access, AskResult result) {
        terminal.paragraph("", result.answer());
        for (AnswerPart part : result.parts()) {
            Citation where = part.citation();
            terminal.line(
                    "  - %s  %s  %d of %d frames seen",
                    terminal.bold(Timecode.span(where.start(), where.end())),
                    terminal.accent(where.name()),
                    where.framesSeen(),
                    where.framesTotal());
            terminal.paragraph("    ", part.text());
            terminal.line("    %s", terminal.dim(access.link(where.video(), where.play(), where.start(), where.end())));
        }
    }
}
