package org.timeviper.indexer.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which library a command works on. */
final class LibraryOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The library's folder. Else TIMEVIPER_DATA, else ~/.local/share/timeviper (below XDG_DATA_HOME where that is set).")
    private Path data;

    /** @return the folder that is meant */
    DataFolder folder() {
        return DataFolder.locate(data, System.getenv());
    }

    /** @return the folder named on the command line, or null */
    Path named() {
        return data;
    }
}
