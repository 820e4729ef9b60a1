package org.timeviper.indexer.command;

import java.util.concurrent.Callable;
import org.timeviper.api.JobView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Cancels a job. */
@Command(
        name = "cancel",
        header = "Ends a job that waits or is under way; what it has found is kept.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  timeviper jobs cancel 3f2c4d1e-...       the identity is that of timeviper jobs"})
final class CancelJobCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private LibraryOptions library;

    @Parameters(paramLabel = "ID", description = "The job's identity.")
    private String id;

    CancelJobCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (LibraryAccess access = LibraryAccess.open(library.folder(), terminal)) {
            JobView job = access.client().cancelJob(id);
            terminal.line("%s is cancelled. Go on with it: timeviper jobs retry %s", job.id(), job.id());
        }
        return ExitCode.DONE;
    }
}
