package org.timeviper.indexer.evaluation.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A folder that is filled as somebody's who has downloaded a benchmark.
 *
 * @param root absolute
 */
record DatasetFiles(Path root) {

    DatasetFiles text(String path, String... lines) {
        return bytes(path, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    DatasetFiles parquet(String path, List<Map<String, Object>> rows) {
        return bytes(path, ParquetTable.of(rows));
    }

    /** Films need only exist. */
    DatasetFiles films(String... paths) {
        for (String path : paths) {
            bytes(path, new byte[] {0});
        }
        return this;
    }

    DatasetFiles bytes(String path, byte[] bytes) {
        try {
            Path file = path(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path(String path) {
        return root.resolve(path);
    }

    Reading read(String benchmark) {
        return Benchmarks.named(benchmark).read(root);
    }
}
