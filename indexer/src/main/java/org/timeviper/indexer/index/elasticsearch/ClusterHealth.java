package org.timeviper.indexer.index.elasticsearch;

import co.elastic.clients.elasticsearch.cluster.HealthResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.timeviper.indexer.index.IndexHealth;
import org.timeviper.indexer.index.IndexUnavailable;

/** Says how the cluster and our index in it are, in words for an operator. */
final class ClusterHealth {

    private final ClusterConnection cluster;
    private final PluginSearch plugin;

    ClusterHealth(ClusterConnection cluster, PluginSearch plugin) {
        this.cluster = cluster;
        this.plugin = plugin;
    }

    IndexHealth of(Supplier<Homes.Home> index) {
        try {
            Homes.Home home = index.get();
            HealthResponse health =
                    cluster.send("tell how it is", client -> client.cluster().health(of -> of.index(home.name())));
            return new IndexHealth(cluster.home() + ", index " + home.name(), problem(health), warnings(health, home));
        } catch (IndexUnavailable e) {
            return new IndexHealth(cluster.home(), Optional.of(e.getMessage()), List.of());
        }
    }

    private static Optional<String> problem(HealthResponse health) {
        return switch (health.status()) {
            case Red, Unavailable, Unknown ->
                Optional.of("A part of the index has no live copy (" + health.unassignedShards()
                        + " shards are nowhere). Check the cluster's nodes.");
            default -> Optional.empty();
        };
    }

    private List<String> warnings(HealthResponse health, Homes.Home home) {
        List<String> warnings = new ArrayList<>();
        home.staleness().ifPresent(why -> warnings.add("The index is rebuilt from the library: " + why + "."));
        if (health.unassignedShards() > 0) {
            warnings.add(
                    health.unassignedShards()
                            + " copies of the index's shards have no node to lie on: a lost node may lose the index until it is rebuilt.");
        }
        if (readOnly(home)) {
            warnings.add(
                    "The index is read-only, most often because a disk is full: searches go on, new videos wait until there is room.");
        }
        plugin.absence().ifPresent(warnings::add);
        return warnings;
    }

    private boolean readOnly(Homes.Home home) {
        return cluster
                .send("tell whether it can be written", client -> client.indices()
                        .getSettings(get -> get.index(home.name())))
                .settings()
                .values()
                .stream()
                .map(state -> state.settings().index().blocks())
                .anyMatch(blocks -> blocks != null
                        && (Boolean.TRUE.equals(blocks.readOnly())
                                || Boolean.TRUE.equals(blocks.write())
                                || Boolean.TRUE.equals(blocks.readOnlyAllowDelete())));
    }
}
