package org.timeviper.indexer.command;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.timeviper.api.AskRequest;
import org.timeviper.api.GroundResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the whole way once: index, search, ground, ask, and a page to go on with. */
@Command(
        name = "demo",
        header = "Indexes the sample films, searches, asks, and stays with a page to try.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper demo           then open http://localhost:8080",
            "  timeviper demo --exit    ends instead of staying",
            "",
            "The demo's library is fresh and goes when the demo ends, with what you uploaded to it; with --data DIR it is"
                    + " kept there. Takes a minute or two."
        })
final class DemoCommand implements Callable<Integer> {

    private static final String HOST = "127.0.0.1";

    private final Terminal terminal;

    @Mixin
    private LibraryOptions library;

    @Option(names = "--exit", description = "Ends when all is shown, instead of staying for the browser.")
    private boolean exit;

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "The page's port. Default: ${DEFAULT-VALUE}, or the next free one.")
    private int port;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (library.named() != null) {
            return show(library.folder());
        }
        TemporaryFolder folder = TemporaryFolder.create("timeviper-demo-");
        Runtime.getRuntime().addShutdownHook(new Thread(folder::close, "timeviper-demo-tidy"));
        return show(new DataFolder(folder.path()));
    }

    private int show(DataFolder data) {
        DemoScript script = DemoScript.shipped();
        try (OwnService service = start(data)) {
            LibraryAccess access = new LibraryAccess(data, new ServiceClient(service.address()), null);
            List<Indexing.Outcome> outcomes = index(script, access);
            if (outcomes.stream().anyMatch(Indexing.Outcome::failed)) {
                return ExitCode.FAILED;
            }
            script.searches().forEach(query -> search(access, query));
            ground(access, script.grounding(), outcomes);
            heading("ask \"" + script.question() + "\"");
            AskCommand.converse(terminal, access, new AskRequest(script.question(), List.of()));
            stay(service);
            return ExitCode.DONE;
        }
    }

    private OwnService start(DataFolder data) {
        DataFolder.Lock lock = data.lockForOpening()
                .orElseThrow(() ->
                        new CommandFailure("the library " + data.path() + " is in use by another timeviper process."));
        int free = FreePort.from(HOST, port);
        if (free != port) {
            terminal.line("Port %d is taken by another program; the demo uses %d.", port, free);
        }
        OwnService service = OwnService.start(data, lock, HOST, free, true, false);
        terminal.line("TimeViper Search runs at %s", terminal.bold("http://localhost:" + free));
        return service;
    }

    private List<Indexing.Outcome> index(DemoScript script, LibraryAccess access) {
        heading("index " + String.join(" ", script.films()));
        List<Path> films = script.unpack(access.data().path().resolve("samples"));
        try (ProgressLine progress = new ProgressLine(terminal)) {
            Indexing indexing = new Indexing(access.client(), progress, false, Indexing.NOTHING_SAID);
            return films.stream()
                    .map(film -> {
                        Indexing.Outcome outcome =
                                indexing.index(film, film.getFileName().toString());
                        terminal.line("%s", outcome.inWords());
                        return outcome;
                    })
                    .toList();
        }
    }

    private void search(LibraryAccess access, String query) {
        heading("search \"" + query + "\"");
        SearchCommand.print(terminal, access.client().search(query, 2), access);
    }

    private void ground(LibraryAccess access, DemoScript.Grounding grounding, List<Indexing.Outcome> outcomes) {
        heading("ground " + grounding.film() + " \"" + grounding.description() + "\"");
        Map<String, String> identities = new HashMap<>();
        outcomes.forEach(outcome -> identities.put(outcome.file(), outcome.id()));
        GroundResult result = access.client().ground(identities.get(grounding.film()), grounding.description());
        if (result.found()) {
            terminal.line("%s", terminal.bold(Timecode.span(result.start(), result.end())));
        }
        terminal.paragraph("", result.message());
        if (result.found()) {
            terminal.line(
                    "%s",
                    terminal.dim(
                            access.client().address().resolve(result.play()).toString()));
        }
    }

    private void stay(OwnService service) {
        terminal.line("");
        if (exit) {
            terminal.line("That was the demo. Without --exit it stays, with a page to try it yourself.");
            return;
        }
        terminal.line(
                "Now you: open %s",
                terminal.bold("http://localhost:" + service.address().getPort()));
        terminal.line("Ctrl-C ends the demo.");
        service.await();
    }

    private void heading(String command) {
        terminal.line("");
        terminal.line("%s", terminal.accent("▸ " + command));
    }
}
