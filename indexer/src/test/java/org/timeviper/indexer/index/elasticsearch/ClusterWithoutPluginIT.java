package org.timeviper.indexer.index.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.timeviper.indexer.index.IndexHealth;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.search.elasticsearch.node.ElasticsearchNode;

/** The contract on a real node that knows nothing of us: the same answers, put together in the client, and a warning. */
class ClusterWithoutPluginIT extends ClusterContract {

    @RegisterExtension
    static final SharedNode NODE = SharedNode.withoutPlugin();

    @Override
    ElasticsearchNode node() {
        return NODE.node();
    }

    @Test
    void healthWarnsThatThePluginIsMissingAndSaysWhatToDo() {
        try (SceneIndex index = open("plain", Duration.ofSeconds(20))) {
            index.rebuilt();
            IndexHealth health = index.health();
            assertTrue(health.problem().isEmpty());
            assertEquals(1, health.warnings().size(), health::toString);
            String warning = health.warnings().getFirst();
            assertTrue(warning.contains("timeviper-search") && warning.contains("Install it"), warning);
        }
    }
}
