package org.timeviper.indexer.evaluation.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for one try of a property, emptied and removed at its end.
 *
 * @param files what is in it
 */
record TemporaryFolder(DatasetFiles files) implements AutoCloseable {

    static TemporaryFolder make() {
        try {
            return new TemporaryFolder(
                    new DatasetFiles(Files.createTempDirectory("dataset").toAbsolutePath()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> below = Files.walk(files.root())) {
            List<Path> deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
