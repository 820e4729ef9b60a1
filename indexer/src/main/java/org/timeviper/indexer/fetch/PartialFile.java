package org.timeviper.indexer.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A film of which a part has come, in a file beside its own; another file holds the version that the part is of, so that the rest can be asked for, also by a process
 * that starts later.
 *
 * @param whole where the film is to lie
 */
record PartialFile(Path whole) {

    private Path part() {
        return whole.resolveSibling(whole.getFileName() + ".part");
    }

    private Path tag() {
        return whole.resolveSibling(whole.getFileName() + ".part-version");
    }

    /** @return how much has come */
    long size() throws IOException {
        return Files.exists(part()) ? Files.size(part()) : 0;
    }

    /** @return the version that it is of; empty if the server told none, so that it has to come again from its beginning */
    Optional<String> version() throws IOException {
        return Files.exists(tag()) ? Optional.of(Files.readString(tag())) : Optional.empty();
    }

    /** Begins anew. */
    void begin(Optional<String> version) throws IOException {
        discard();
        Files.createDirectories(whole.getParent());
        Files.createFile(part());
        if (version.isPresent()) {
            Files.writeString(tag(), version.get());
        }
    }

    /** @return takes bytes at the end */
    OutputStream append() throws IOException {
        return Files.newOutputStream(part(), StandardOpenOption.APPEND);
    }

    /** Throws away what has come. */
    void discard() throws IOException {
        Files.deleteIfExists(part());
        Files.deleteIfExists(tag());
    }

    /** All of it has come: it lies in its place once this returns, also after a loss of power. */
    void complete() throws IOException {
        try (FileChannel file = FileChannel.open(part(), StandardOpenOption.WRITE)) {
            file.force(true);
        }
        Files.move(part(), whole, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(whole.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
        Files.deleteIfExists(tag());
    }
}
