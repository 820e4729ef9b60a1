package org.timeviper.indexer.index.elasticsearch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The Elasticsearch cluster that keeps the index. */
@ConfigMapping(prefix = "timeviper.elasticsearch")
public interface ElasticsearchSettings {

    /** Addresses of the cluster's nodes, such as {@code https://search-1:9200}; without any, the index is embedded in this process. */
    Optional<List<URI>> url();

    /**
     * An API key in its encoded form; without one, requests carry no credentials. It needs the privilege {@code monitor} on the cluster, and {@code manage}, {@code read} and
     * {@code write} on the alias of {@link #index} and on all names that begin with it and a hyphen.
     */
    Optional<String> apiKey();

    /** A PEM file with the certificate of the authority that the nodes' certificates come from; without it, those that Java trusts. */
    Optional<Path> caCertificate();

    /** The alias that searches go through; indices are named after it. */
    @WithDefault("timeviper-scenes")
    String index();

    /** Primary shards of an index that is made; one serves some 10 million scenes. */
    @WithDefault("1")
    int shards();

    /** Copies of each shard of an index that is made: a number, or a range that follows the number of nodes. */
    @WithDefault("0-1")
    String replicas();

    /** How vectors are kept: an Elasticsearch {@code dense_vector} index option. */
    @WithDefault("int8_hnsw")
    String vectors();

    /** How long the answer of a node is waited for; where several are named, another is asked then. */
    @WithDefault("10s")
    Duration timeout();
}
