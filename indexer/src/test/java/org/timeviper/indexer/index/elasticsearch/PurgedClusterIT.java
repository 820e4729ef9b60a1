package org.timeviper.indexer.index.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.search.lucene.CaptionLanguage;

/** Nothing of what is deleted is left in a cluster once it has been purged. */
class PurgedClusterIT {

    private static final int DIMENSIONS = 16;

    /** A cluster keeps for half a minute or so what a copy of a shard that is behind may ask for. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @RegisterExtension
    static final SharedNode NODE = SharedNode.withoutPlugin();

    @Test
    void aClusterKeepsNothingOfWhatIsDeleted() throws Exception {
        String name = "purged-" + UUID.randomUUID();
        Settings settings = Settings.of(NODE.node().address(), name, 3, Duration.ofSeconds(20));
        try (SceneIndex index =
                ElasticsearchSceneIndex.open(settings, CaptionLanguage.ENGLISH, "a model", DIMENSIONS)) {
            for (String video : new String[] {"deleted", "kept", "replaced", "replaced"}) {
                index.replace(video, Films.film(video, 3, "A quixotic beetle.", DIMENSIONS));
            }
            index.delete("deleted");
            ClusterRequests requests = ClusterRequests.to(NODE.node().address());
            assertTrue(deleted(requests, name) > 0);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .pollDelay(Duration.ZERO)
                    .ignoreException(IndexUnavailable.class)
                    .until(() -> {
                        index.purge();
                        return true;
                    });
            assertEquals(0, deleted(requests, name));
            assertEquals(Map.of("kept", 3L, "replaced", 3L), index.scenesByVideo());
        }
    }

    private static long deleted(ClusterRequests requests, String name) throws Exception {
        return requests.get("/" + name + "/_stats/docs")
                .at("/_all/total/docs/deleted")
                .asLong();
    }
}
