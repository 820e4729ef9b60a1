package org.timeviper.indexer.index.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.search.elasticsearch.node.ElasticsearchNode;

/** The contract on a real node that has our plugin. */
class ClusterWithPluginIT extends ClusterContract {

    @RegisterExtension
    static final SharedNode NODE = SharedNode.withPlugin();

    @Override
    ElasticsearchNode node() {
        return NODE.node();
    }

    @Test
    void healthHasNothingToWarnOf() {
        try (SceneIndex index = open("healthy", Duration.ofSeconds(20))) {
            index.rebuilt();
            assertEquals(List.of(), index.health().warnings());
        }
    }
}
