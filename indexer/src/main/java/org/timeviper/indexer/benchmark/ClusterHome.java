package org.timeviper.indexer.benchmark;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.JsonData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.elasticsearch.ElasticsearchSceneIndex;
import org.timeviper.indexer.index.elasticsearch.ElasticsearchSettings;
import org.timeviper.search.lucene.CaptionLanguage;

/**
 * Indexes on an Elasticsearch cluster, each under a name of its own.
 *
 * @param node address of a node
 * @param shards primary shards of an index that is made
 * @param vectors how vectors are kept: a {@code dense_vector} index option
 */
public record ClusterHome(URI node, int shards, String vectors) implements IndexHome {

    @Override
    public String name() {
        return "Elasticsearch at " + node + ", " + shards + " shards, " + vectors;
    }

    @Override
    public BenchmarkedIndex open(GeneratedArchive archive) {
        ElasticsearchSettings settings = new Settings(
                Optional.of(List.of(node)),
                Optional.empty(),
                Optional.empty(),
                "timeviper-bench-" + archive.scenes() + "-" + vectors.replace('_', '-') + "-" + shards,
                shards,
                "0",
                vectors,
                Duration.ofMinutes(10));
        neverFromCache(settings.index());
        return new Clustered(
                node,
                settings.index(),
                ElasticsearchSceneIndex.open(
                        settings, CaptionLanguage.ENGLISH, archive.name(), GeneratedArchive.DIMENSIONS));
    }

    /** An answer that the cluster has kept from warming up tells nothing of how long it takes to find. */
    private void neverFromCache(String alias) {
        try (ElasticsearchClient client = ElasticsearchClient.of(connection -> connection.host(node))) {
            client.indices().putSettings(change -> change.index(alias)
                    .ignoreUnavailable(true)
                    .allowNoIndices(true)
                    .settings(settings -> settings.otherSettings("index.requests.cache.enable", JsonData.of(false))));
        } catch (IOException e) {
            throw new UncheckedIOException("The cluster's index cannot be set up.", e);
        }
    }

    private record Settings(
            Optional<List<URI>> url,
            Optional<String> apiKey,
            Optional<Path> caCertificate,
            String index,
            int shards,
            String replicas,
            String vectors,
            Duration timeout)
            implements ElasticsearchSettings {}

    private record Clustered(URI node, String alias, ElasticsearchSceneIndex own) implements BenchmarkedIndex {

        @Override
        public SceneIndex index() {
            return own;
        }

        @Override
        public long bytes() {
            return own.storedBytes();
        }

        @Override
        public PlainSearch plain() {
            return new PlainClusterSearch(node, alias);
        }

        @Override
        public void close() {
            own.awaitMerges();
            own.close();
        }
    }
}
