package org.timeviper.indexer.index.elasticsearch;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings for a test's cluster. */
public record Settings(
        Optional<List<URI>> url,
        Optional<String> apiKey,
        Optional<Path> caCertificate,
        String index,
        int shards,
        String replicas,
        String vectors,
        Duration timeout)
        implements ElasticsearchSettings {

    public static Settings of(URI node, String index, int shards, Duration timeout) {
        return new Settings(
                Optional.of(List.of(node)),
                Optional.empty(),
                Optional.empty(),
                index,
                shards,
                "0-1",
                "int8_hnsw",
                timeout);
    }
}
