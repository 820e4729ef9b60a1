package org.timeviper.indexer.evaluation.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder into which a benchmark was downloaded.
 *
 * @param root the folder, absolute
 * @param source where the benchmark is to be had, for errors
 */
record DatasetFolder(Path root, String source) {

    /** @throws UnreadableDataset if there is no such folder */
    static DatasetFolder of(Path folder, String source) {
        if (!Files.isDirectory(folder)) {
            throw new UnreadableDataset("%s is no folder. Give the one that holds %s.".formatted(folder, source));
        }
        return new DatasetFolder(folder.toAbsolutePath().normalize(), source);
    }

    /**
     * @param paths where a file may lie, in the order in which to look
     * @throws UnreadableDataset if it is at none of them
     */
    Path file(String... paths) {
        return look(paths).orElseThrow(() -> missing(String.join(", nor ", paths)));
    }

    /** @return the first of these files that is there */
    Optional<Path> look(String... paths) {
        return Arrays.stream(paths)
                .map(this::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * @param folder the folder of a table
     * @param split which part of it: {@code test} is in files named {@code test-00000-of-00001.parquet}
     * @return its files, in order
     * @throws UnreadableDataset if there are none
     */
    List<Path> shards(String folder, String split) {
        return lookForShards(folder, split)
                .orElseThrow(() -> missing(folder + "/" + split + "-00000-of-00001.parquet"));
    }

    /** @return the files of a table, in order; empty if there are none */
    Optional<List<Path>> lookForShards(String folder, String split) {
        Path table = resolve(folder);
        if (!Files.isDirectory(table)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(table)) {
            List<Path> shards = files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(split + "-") && name.endsWith(".parquet");
                    })
                    .sorted()
                    .toList();
            return Optional.of(shards).filter(found -> !found.isEmpty());
        } catch (IOException e) {
            throw new UnreadableDataset("%s cannot be read (%s). See that it may be.".formatted(table, e), e);
        }
    }

    /** @return the films that lie in some folders, in the order in which to look */
    Films films(String... folders) {
        return new Films(Arrays.stream(folders).map(this::resolve).toList());
    }

    Path resolve(String path) {
        return root.resolve(path).normalize();
    }

    UnreadableDataset missing(String what) {
        return new UnreadableDataset("%s has no %s. Give the folder that holds %s.".formatted(root, what, source));
    }
}
