package org.timeviper.indexer.command;

import java.util.concurrent.Callable;
import org.timeviper.api.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Retries a job. */
@Command(
        name = "retry",
        header = "Lets a job that failed or was cancelled go on after the last step that it has finished.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  timeviper jobs retry 3f2c4d1e-...        the identity is that of timeviper jobs"})
final class RetryJobCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private LibraryOptions library;

    @Parameters(paramLabel = "ID", description = "The job's identity.")
    private String id;

    RetryJobCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (LibraryAccess access = LibraryAccess.open(library.folder(), terminal)) {
            JobView job = access.client().retryJob(id);
            terminal.line("%s waits for its turn. See how it goes: timeviper jobs", job.id());
        }
        return ExitCode.DONE;
    }
}
