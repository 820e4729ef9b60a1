package org.timeviper.indexer.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Describes films and makes them searchable. */
@Command(
        name = "index",
        header = "Describes films and makes them searchable.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper index holiday.mp4",
            "  timeviper index --data /archive/library 2019/*.mov 2020/*.mov",
            "  timeviper index match.mp4 --collection news --tag sport --tag football --language ja",
            "  timeviper index bulletin.mp4 --meta rights=owned --meta \"series=Evening News\"",
            "  timeviper index https://media.example.org/match.mp4",
            "  timeviper index --json clip.webm | jq .videos[0].realTimeFactor",
            "",
            "The library keeps a copy of each film. A film by its address is brought by the service, from a host that"
                    + " TIMEVIPER_IMPORT_HOSTS lists. What is said of a film that the library already holds is changed. A file that cannot be indexed is named with the reason, the others still"
                    + " go on, and the exit code is 1. When you interrupt it, the film under way goes on from its last finished"
                    + " step the next time a command or the service opens the library."
        })
final class IndexCommand implements Callable<Integer> {

    private static final Pattern ADDRESS = Pattern.compile("(?i)https?://.*");

    private final Terminal terminal;

    @Mixin
    private LibraryOptions library;

    @Mixin
    private AttributeOptions attributes;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Video files; or addresses (https://...) on hosts that the service may import from.")
    private List<String> films;

    @Option(names = "--again", description = "Also indexes films that the library already holds (same name and size).")
    private boolean again;

    @Option(
            names = "--json",
            description = "Prints {\"videos\":[{\"file\",\"id\",\"state\",\"duration\",\"scenes\",\"seconds\",…}]}.")
    private boolean json;

    IndexCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private record Summary(List<Indexing.Outcome> videos) {}

    @Override
    public Integer call() {
        List<Indexing.Outcome> outcomes = new ArrayList<>();
        try (LibraryAccess access = LibraryAccess.open(library.folder(), terminal);
                ProgressLine progress = new ProgressLine(terminal)) {
            Indexing indexing = new Indexing(access.client(), progress, again, attributes.said());
            for (String film : films) {
                Indexing.Outcome outcome =
                        ADDRESS.matcher(film).matches() ? indexing.indexFrom(film) : indexing.index(Path.of(film));
                outcomes.add(outcome);
                if (outcome.failed()) {
                    terminal.note("timeviper: %s", outcome.inWords());
                } else if (!json) {
                    terminal.line("%s", outcome.inWords());
                }
            }
        }
        if (json) {
            JsonOutput.write(terminal, new Summary(outcomes));
        } else {
            summarise(outcomes);
        }
        return outcomes.stream().anyMatch(Indexing.Outcome::failed) ? ExitCode.FAILED : ExitCode.DONE;
    }

    private void summarise(List<Indexing.Outcome> outcomes) {
        if (outcomes.size() < 2) {
            return;
        }
        List<Indexing.Outcome> indexed = outcomes.stream()
                .filter(outcome -> outcome.state().equals("indexed"))
                .toList();
        double film = indexed.stream().mapToDouble(Indexing.Outcome::duration).sum();
        double work = indexed.stream().mapToDouble(Indexing.Outcome::seconds).sum();
        long failed = outcomes.stream().filter(Indexing.Outcome::failed).count();
        int scenes = indexed.stream().mapToInt(Indexing.Outcome::scenes).sum();
        terminal.line(
                "%d of %d indexed%s: %d scenes and events, %s of film in %s%s",
                indexed.size(),
                outcomes.size(),
                failed > 0 ? ", " + failed + " failed" : "",
                scenes,
                Timecode.duration(film),
                Timecode.duration(work),
                work > 0 ? String.format(Locale.ROOT, " (%.1f times real time)", film / work) : "");
    }
}
