package org.timeviper.search.elasticsearch.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node is to be like. Immutable: each method gives another set-up.
 *
 * <pre>{@code
 * try (ElasticsearchNode node = NodeSetup.alone().withPlugin().start()) {
 *     URI address = node.address();
 * }
 * }</pre>
 *
 * <p>Two system properties, which Maven sets for integration tests, say where the zips lie: {@value #DISTRIBUTION} and {@value #PLUGIN}.
 *
 * @param distribution the zip of an Elasticsearch distribution
 * @param plugins the zips of the plugins to be installed
 * @param others running nodes of the cluster to be joined; none for a cluster of its own
 * @param settings lines of {@code elasticsearch.yml} that are added to those that every node needs, or replace them, values in YAML
 * @param user a superuser, if security is to be on
 * @param tls whether HTTP is to be encrypted, with a certificate made for this node
 */
public record NodeSetup(
        Path distribution,
        List<Path> plugins,
        List<ElasticsearchNode> others,
        Map<String, String> settings,
        Optional<User> user,
        boolean tls) {

    /** The system property with the path of the distribution's zip. */
    public static final String DISTRIBUTION = "timeviper.elasticsearch.distribution";

    /** The system property with the path of our plugin's zip. */
    public static final String PLUGIN = "timeviper.elasticsearch.plugin";

    /** A user of the node's own user file. The password needs six characters or more. */
    public record User(String name, String password) {}

    public NodeSetup {
        plugins = List.copyOf(plugins);
        others = List.copyOf(others);
        settings = Map.copyOf(settings);
    }

    /** @return a node that is a cluster by itself, without security and without our plugin */
    public static NodeSetup alone() {
        return new NodeSetup(zip(DISTRIBUTION), List.of(), List.of(), Map.of(), Optional.empty(), false);
    }

    /**
     * A node for the cluster of others. It holds data and cannot be elected: whoever kills it keeps a cluster that works.
     *
     * @param others running nodes of one cluster, one of which can be elected
     */
    public static NodeSetup joining(ElasticsearchNode... others) {
        return new NodeSetup(zip(DISTRIBUTION), List.of(), List.of(others), Map.of(), Optional.empty(), false)
                .with("node.roles", "[data, ingest]");
    }

    /** @return with our plugin installed */
    public NodeSetup withPlugin() {
        return new NodeSetup(distribution, List.of(zip(PLUGIN)), others, settings, user, tls);
    }

    /**
     * Adds a setting.
     *
     * @param key as in {@code elasticsearch.yml}
     * @param value in YAML
     */
    public NodeSetup with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(key, value);
        return new NodeSetup(distribution, plugins, others, more, user, tls);
    }

    /** @return with security on and a superuser of this name, who can make API keys; requests without credentials are refused with 401 */
    public NodeSetup withUser(String name, String password) {
        return new NodeSetup(distribution, plugins, others, settings, Optional.of(new User(name, password)), tls)
                .with("xpack.security.enabled", "true");
    }

    /** @return with HTTP encrypted; {@link ElasticsearchNode#certificate} is to be trusted. Needs a user. */
    public NodeSetup withTls() {
        if (user.isEmpty()) {
            throw new IllegalStateException("Encryption needs security to be on: name a user first.");
        }
        return new NodeSetup(distribution, plugins, others, settings, user, true)
                .with("xpack.security.http.ssl.enabled", "true")
                .with("xpack.security.http.ssl.certificate", NodeFolder.CERTIFICATE)
                .with("xpack.security.http.ssl.key", NodeFolder.KEY);
    }

    /**
     * Sets up the node's folder, starts the node and waits until it answers.
     *
     * @throws IOException if it does not, with the end of the node's log
     */
    public ElasticsearchNode start() throws IOException, InterruptedException {
        return ElasticsearchNode.started(this);
    }

    static Path zip(String property) {
        String path = System.getProperty(property);
        if (path == null || !Files.isRegularFile(Path.of(path))) {
            throw new IllegalStateException("The system property " + property + " names no file: " + path
                    + ". Run the integration tests with Maven (mvn verify), which builds and fetches what they need.");
        }
        return Path.of(path).toAbsolutePath();
    }
}
