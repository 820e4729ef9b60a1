package org.timeviper.indexer.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.timeviper.indexer.export.format.ExportFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes what the library knows of a video for an editing system, a player or an archive. */
@Command(
        name = "export",
        header = "Writes a video's scenes and events for editing systems, players and archives.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  timeviper export holiday.mp4 --format edl -o holiday.edl",
            "  timeviper export holiday.mp4 --format fcpxml > holiday.fcpxml",
            "  timeviper export holiday.mp4 --format iiif --base https://archive.example/ -o manifest.json",
            "  timeviper export holiday.mp4 --format jsonld --page 'https://site.example/watch/{video}?t={start}'",
            "",
            "Spans lie on frames of the film, counted at its exact rate from the file's own timecode. EDL, FCPXML and OpenTimelineIO"
                    + " count a rate that no editing system has at a usual one, and look for the film beside the exported file, under the name of the file that was indexed."
        })
final class ExportCommand implements Callable<Integer> {

    /** What {@code --help} and a wrong format list. */
    static final class Formats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return ExportFormat.words().iterator();
        }
    }

    private final Terminal terminal;

    @Mixin
    private LibraryOptions library;

    @Parameters(
            paramLabel = "VIDEO",
            description = "A video of the library: its name, a part of it that no other has, or its identity.")
    private String video;

    @Option(
            names = "--format",
            required = true,
            completionCandidates = Formats.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private String format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write it. Default: the terminal.")
    private Path output;

    @Option(
            names = "--base",
            paramLabel = "URL",
            description =
                    "The address that people reach the service at, for the links in iiif and jsonld. Default: ${DEFAULT-VALUE}.",
            defaultValue = "http://localhost:8080/")
    private String base;

    @Option(
            names = "--page",
            paramLabel = "URL",
            description =
                    "The address at which people watch a film, for the links in jsonld, with {video} and {start} (seconds) where these belong. Default: the service's own page.")
    private String page;

    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (LibraryAccess access = LibraryAccess.open(library.folder(), terminal)) {
            byte[] file = access.client().export(NamedVideo.identity(access.client(), video), format, base, page);
            if (output == null) {
                terminal.out().write(file, 0, file.length);
                terminal.out().flush();
            } else {
                Files.write(output, file);
            }
        } catch (IOException e) {
            throw new CommandFailure(output + " cannot be written: " + e.getMessage() + ". Does its folder exist?", e);
        }
        return ExitCode.DONE;
    }
}
