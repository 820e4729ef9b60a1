package org.timeviper.indexer.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the service until it is told to stop. */
@Command(
        name = "serve",
        header = "Runs the service and its page until you press Ctrl-C.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper serve                        the page and the API at http://localhost:8080",
            "  timeviper serve --port 9000 --host 0.0.0.0",
            "                                         for other machines too; there is no login yet: put a proxy before it",
            "  timeviper serve --data /archive/library --log-to-terminal",
            "",
            "A film that was being indexed when the service stopped goes on from its last finished step."
        })
final class ServeCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private LibraryOptions library;

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "The port; 0 takes any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "The address to listen on. Default: ${DEFAULT-VALUE}, which only this machine reaches.")
    private String host;

    @Option(
            names = "--log-to-terminal",
            description = "Writes the log to the terminal as well as to logs/timeviper.log.")
    private boolean logToTerminal;

    ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        DataFolder data = library.folder();
        DataFolder.Lock serving = data.lockForServing().orElseThrow(() -> alreadyServed(data));
        try (OwnService service = start(data)) {
            terminal.line(
                    "TimeViper Search is at %s", terminal.bold(service.address().toString()));
            terminal.line("  library  %s", data.path());
            terminal.line("  log      %s", data.logFile());
            terminal.line("  API      %s/q/openapi   health: /q/health   metrics: /q/metrics", service.address());
            terminal.line("Open the page to search, or in another terminal:  timeviper index FILE");
            terminal.line("Ctrl-C stops it.");
            service.await();
            return ExitCode.DONE;
        } finally {
            serving.close();
        }
    }

    private OwnService start(DataFolder data) {
        DataFolder.Lock lock = data.lockForOpening()
                .orElseThrow(() -> new CommandFailure("another timeviper command is at work on the library "
                        + data.path() + ". Wait until it has ended, or name another library with --data DIR."));
        if (port != 0 && !FreePort.isFree(host, port)) {
            lock.close();
            throw new CommandFailure(
                    "port " + port + " is taken by another program. Choose one with --port, for example --port "
                            + FreePort.from(host, port + 1) + ".");
        }
        return OwnService.start(data, lock, host, port, true, logToTerminal);
    }

    private static CommandFailure alreadyServed(DataFolder data) {
        String where = data.serviceAddress().map(address -> " at " + address).orElse("");
        return new CommandFailure("a service already runs on the library " + data.path() + where + ".");
    }
}
