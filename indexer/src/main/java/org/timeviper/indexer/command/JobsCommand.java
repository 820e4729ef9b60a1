package org.timeviper.indexer.command;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.timeviper.api.JobView;
import org.timeviper.api.Jobs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what the library's service works on. */
@Command(
        name = "jobs",
        header = "Lists the jobs of the library, cancels one, or retries one.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "[cancel ID | retry ID]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper jobs                           the newest 20, with their films",
            "  timeviper jobs --state failed            what could not be indexed, and why",
            "  timeviper jobs --json --state running | jq '.jobs[] | [.film, .step, .percent]'",
            "  timeviper jobs cancel 3f2c4d1e-...       ends it; what it has found is kept",
            "  timeviper jobs retry 3f2c4d1e-...        goes on with one that failed or was cancelled",
            "",
            "The states are queued, running, done, failed and cancelled. Without a service that stays on the library, its jobs"
                    + " go on only while a command has it open."
        })
final class JobsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private LibraryOptions library;

    @Option(names = "--state", paramLabel = "STATE", description = "Only jobs in this state.")
    private String state;

    @Option(
            names = "--video",
            paramLabel = "VIDEO",
            description = "Only jobs of this video: its name, a part of it that no other has, or its identity.")
    private String video;

    @Option(names = "--limit", defaultValue = "20", description = "How many at most. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
            names = "--json",
            description =
                    "Prints {\"total\",\"jobs\":[{\"id\",\"video\",\"film\",\"state\",\"step\",\"percent\",\"problem\",…}]}, newest first.")
    private boolean json;

    JobsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * A job and its film.
     *
     * @param id the job's identity
     * @param video the video's
     * @param film what people call it
     * @param state how it stands, in small letters
     * @param step the step under way, or the last one
     * @param percent share of the work that is done
     * @param remainingSeconds estimate; null while unknown
     * @param problem why it failed; null otherwise
     * @param created when it was queued
     */
    record Listed(
            String id,
            String video,
            String film,
            String state,
            String step,
            double percent,
            Double remainingSeconds,
            String problem,
            String created) {

        static Listed of(JobView job, String film) {
            return new Listed(
                    job.id(),
                    job.videoId(),
                    film,
                    job.state().name().toLowerCase(Locale.ROOT),
                    job.step(),
                    job.percent(),
                    job.remainingSeconds(),
                    job.problem(),
                    job.createdAt().toString());
        }

        /** @return one line for a person */
        String inWords() {
            String about =
                    switch (state) {
                        case "running" -> String.format(Locale.ROOT, ", %s, %.0f %%", step, percent) + remaining();
                        case "failed" -> ": " + problem;
                        default -> "";
                    };
            return id + "  " + film + "  " + state + about;
        }

        private String remaining() {
            return remainingSeconds == null ? "" : ", " + Timecode.duration(remainingSeconds) + " left";
        }
    }

    private record Listing(long total, List<Listed> jobs) {}

    @Override
    public Integer call() {
        Listing listing;
        try (LibraryAccess access = LibraryAccess.open(library.folder(), terminal)) {
            String of = video == null ? null : NamedVideo.identity(access.client(), video);
            Jobs jobs = access.client().jobs(state, of, limit);
            Map<String, String> films = new HashMap<>();
            listing = new Listing(
                    jobs.total(),
                    jobs.jobs().stream()
                            .map(job -> Listed.of(job, film(access.client(), job, films)))
                            .toList());
        }
        if (json) {
            JsonOutput.write(terminal, listing);
            return ExitCode.DONE;
        }
        listing.jobs().forEach(job -> terminal.line("%s", job.inWords()));
        if (listing.jobs().isEmpty()) {
            terminal.line("There are no such jobs.");
        } else if (listing.total() > listing.jobs().size()) {
            terminal.line("%d of %d; --limit %d shows all", listing.jobs().size(), listing.total(), listing.total());
        }
        return ExitCode.DONE;
    }

    /** A film may be deleted while its job is listed. */
    private static String film(ServiceClient client, JobView job, Map<String, String> known) {
        return known.computeIfAbsent(job.videoId(), id -> {
            try {
                return client.video(id).name();
            } catch (CommandFailure e) {
                return "(deleted)";
            }
        });
    }
}
