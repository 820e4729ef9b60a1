package org.timeviper.indexer.command;

import java.util.concurrent.Callable;
import org.timeviper.api.SearchResults;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds moments like a given one. */
@Command(
        name = "similar",
        header = "Finds moments in the library that are like a given one.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper similar holiday.mp4 12 18                 like what is seen from second 12 to 18",
            "  timeviper similar holiday.mp4 1:02:03 --limit 3     like what is seen then",
            "  timeviper similar --json holiday.mp4 12 18 --tag sea | jq '.moments[] | [.video, .start, .end]'",
            "",
            "What overlaps the given moment is left out. When nothing is much like it, it says so and shows the nearest there is."
        })
final class SimilarCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private LibraryOptions library;

    @Mixin
    private FilterOptions filter;

    @Parameters(
            index = "0",
            paramLabel = "VIDEO",
            description = "A video of the library: its name, a part of it that no other has, or its identity.")
    private String video;

    @Parameters(index = "1", paramLabel = "START", description = "Where the moment begins: seconds, or 1:02:03.4.")
    private String start;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "END",
            description = "Where it ends. Default: what is seen at START.")
    private String end;

    @Option(names = "--limit", defaultValue = "5", description = "How many moments at most. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
            names = "--cursor",
            paramLabel = "NEXT",
            description = "Goes on where a page of the same search ended: what that page told.")
    private String cursor;

    @Option(
            names = "--json",
            description =
                    "Prints {\"moments\":[{\"video\",\"start\",\"end\",\"caption\",\"score\",…}]}, seconds as numbers.")
    private boolean json;

    SimilarCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        double from = Timecode.seconds(start);
        Double to = end == null ? null : (Double) Timecode.seconds(end);
        try (LibraryAccess access = LibraryAccess.open(library.folder(), terminal)) {
            SearchResults results = access.client()
                    .similar(NamedVideo.identity(access.client(), video), from, to, limit, cursor, filter.filter());
            if (json) {
                JsonOutput.write(terminal, SearchCommand.Found.of(results, access));
            } else {
                SearchCommand.print(terminal, results, access);
            }
        }
        return ExitCode.DONE;
    }
}
