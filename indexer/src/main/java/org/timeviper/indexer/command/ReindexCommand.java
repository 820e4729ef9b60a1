package org.timeviper.indexer.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.timeviper.api.JobView;
import org.timeviper.api.Reindexing;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets videos be indexed again. */
@Command(
        name = "reindex",
        header = "Lets videos of the library be described again, by the present model.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper reindex holiday.mp4            one film, whichever model has described it",
            "  timeviper reindex --stale                all films that another model than the present one has described",
            "",
            "What they have can be searched until the new descriptions take its place. Films that wait for their turn already are not queued once more,"
                    + " nor are those that the present model has failed at: see timeviper jobs --state failed."
        })
final class ReindexCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private LibraryOptions library;

    @ArgGroup(multiplicity = "1")
    private Which which;

    @Option(names = "--json", description = "Prints {\"jobs\":[{\"id\",\"video\"}]}.")
    private boolean json;

    ReindexCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private static final class Which {

        @Option(
                names = "--stale",
                description =
                        "All films that can be searched and were described by another model, or it is not known by which.")
        private boolean stale;

        @Parameters(
                paramLabel = "VIDEO",
                description =
                        "Videos of the library: their names, a part of the name that no other has, or their identities.")
        private List<String> videos;
    }

    private record Queued(String id, String video) {}

    private record Listing(List<Queued> jobs) {}

    @Override
    public Integer call() {
        List<JobView> jobs = new ArrayList<>();
        try (LibraryAccess access = LibraryAccess.open(library.folder(), terminal)) {
            ServiceClient client = access.client();
            if (which.stale) {
                Reindexing queued;
                do {
                    queued = client.reindexStale();
                    jobs.addAll(queued.jobs());
                } while (queued.left() > 0 && !queued.jobs().isEmpty());
            } else {
                which.videos.forEach(video -> jobs.add(client.reindex(NamedVideo.identity(client, video))));
            }
        }
        if (json) {
            JsonOutput.write(
                    terminal,
                    new Listing(jobs.stream()
                            .map(job -> new Queued(job.id(), job.videoId()))
                            .toList()));
        } else if (jobs.isEmpty()) {
            terminal.line("There is nothing to be described again.");
        } else {
            terminal.line(
                    "%d %s to be described again. See how it goes: timeviper jobs",
                    jobs.size(), jobs.size() == 1 ? "film waits" : "films wait");
        }
        return ExitCode.DONE;
    }
}
