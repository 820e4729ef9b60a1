package org.timeviper.model.explain;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file of maps cannot be written. The message names it and says what to do. */
public final class UnwritableMaps extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnwritableMaps(Path file, IOException cause) {
        super(message(file, cause), cause);
    }

    private static String message(Path file, IOException cause) {
        return switch (cause) {
            case FileAlreadyExistsException exists ->
                "the maps are not written over " + file + ", which exists already: name another file, or remove it.";
            case NoSuchFileException missing ->
                "the maps cannot be written to " + file + ": its folder does not exist.";
            default ->
                "the maps cannot be written to " + file + ": " + cause.getMessage()
                        + ". Is the disk full, or the folder not yours to write in?";
        };
    }
}
