package org.timeviper.indexer.index.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.MomentQuery;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.index.lucene.LuceneSceneIndex;
import org.timeviper.search.elasticsearch.node.ElasticsearchNode;
import org.timeviper.search.elasticsearch.node.NodeSetup;
import org.timeviper.search.lucene.CaptionLanguage;

/** Two real nodes, one of which is lost in the middle of indexing and searching. */
class ClusterOfTwoIT {

    private static final String NAME = "two";
    private static final int SHARDS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LONGEST_TROUBLE = Duration.ofSeconds(20);
    private static final int DIMENSIONS = 8;

    @TempDir
    Path folder;

    @Test
    void aNodeThatIsLostTakesNothingWithItAndMomentsStayThoseOfTheEmbeddedIndex() throws Exception {
        List<Map.Entry<String, List<SceneDocument>>> library =
                List.copyOf(ClusterContract.library(new Random(5)).entrySet());
        int half = library.size() / 2;
        try (ElasticsearchNode first = NodeSetup.alone().withPlugin().start();
                ElasticsearchNode second = NodeSetup.joining(first).withPlugin().start();
                ElasticsearchSceneIndex cluster = ElasticsearchSceneIndex.open(
                        settings(first, second), CaptionLanguage.ENGLISH, "a model", DIMENSIONS);
                SceneIndex embedded = LuceneSceneIndex.open(folder, CaptionLanguage.ENGLISH, "a model", DIMENSIONS)) {
            for (Map.Entry<String, List<SceneDocument>> video : library.subList(0, half)) {
                cluster.replace(video.getKey(), video.getValue());
                embedded.replace(video.getKey(), video.getValue());
            }
            cluster.rebuilt();
            ClusterRequests operator = ClusterRequests.to(first.address());
            assertEquals(
                    2, nodesWithShards(operator).size(), "with one copy of each shard, every search crosses the wire");
            assertSameMoments(embedded, cluster);
            assertEquals(List.of(), cluster.health().warnings());
            operator.send("PUT", "/" + NAME + "/_settings", "{'index.number_of_replicas': 1}");
            first.awaitNodes(2);
            Trouble trouble = new Trouble();
            AtomicBoolean done = new AtomicBoolean();
            try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
                Future<Integer> searches = threads.submit(() -> searchUntil(done, cluster, trouble));
                try {
                    for (int i = half; i < library.size(); i++) {
                        if (i == half + 4) {
                            second.kill();
                        }
                        publish(cluster, library.get(i), trouble);
                        embedded.replace(library.get(i).getKey(), library.get(i).getValue());
                    }
                    Thread.sleep(1_000);
                } finally {
                    done.set(true);
                }
                assertTrue(searches.get() > 20);
            }
            assertTrue(trouble.lasted().compareTo(LONGEST_TROUBLE) < 0, trouble::toString);
            assertEquals(embedded.scenesByVideo(), cluster.scenesByVideo());
            assertSameMoments(embedded, cluster);
            assertEquals(Optional.empty(), cluster.health().problem());
            assertTrue(cluster.health().warnings().getFirst().contains("no node to lie on"));
        }
    }

    private static Settings settings(ElasticsearchNode first, ElasticsearchNode second) {
        Settings one = Settings.of(first.address(), NAME, SHARDS, TIMEOUT);
        return new Settings(
                Optional.of(List.of(first.address(), second.address())),
                one.apiKey(),
                one.caCertificate(),
                NAME,
                SHARDS,
                "0",
                one.vectors(),
                TIMEOUT);
    }

    private static Set<String> nodesWithShards(ClusterRequests operator) throws Exception {
        Set<String> nodes = new TreeSet<>();
        for (JsonNode shard : operator.get("/_cat/shards/" + NAME + "?format=json")) {
            nodes.add(shard.path("node").asText());
        }
        return nodes;
    }

    private static void assertSameMoments(SceneIndex embedded, SceneIndex cluster) {
        for (MomentQuery query : ClusterContract.queries(new Random(6))) {
            assertEquals(
                    ClusterContract.told(embedded.moments(query)),
                    ClusterContract.told(cluster.moments(query)),
                    () -> query.sought() + " " + query.filter());
        }
    }

    /** Publishes as a job does: what cannot be written now is tried again. */
    private static void publish(SceneIndex cluster, Map.Entry<String, List<SceneDocument>> video, Trouble trouble)
            throws InterruptedException {
        while (true) {
            try {
                cluster.replace(video.getKey(), video.getValue());
                return;
            } catch (IndexUnavailable e) {
                trouble.add(e);
                Thread.sleep(200);
            }
        }
    }

    private static int searchUntil(AtomicBoolean done, SceneIndex cluster, Trouble trouble) {
        List<MomentQuery> queries = ClusterContract.queries(new Random(7));
        int answered = 0;
        for (int i = 0; !done.get(); i++) {
            try {
                cluster.moments(queries.get(i % queries.size()));
                answered++;
            } catch (IndexUnavailable e) {
                trouble.add(e);
            }
        }
        return answered;
    }

    /** When and how often the index could not be used. */
    private static final class Trouble {
        private final List<String> told = new ArrayList<>();
        private long firstNanos;
        private long lastNanos;

        synchronized void add(IndexUnavailable e) {
            lastNanos = System.nanoTime();
            firstNanos = told.isEmpty() ? lastNanos : firstNanos;
            told.add(e.getMessage());
        }

        synchronized Duration lasted() {
            return Duration.ofNanos(lastNanos - firstNanos);
        }

        @Override
        public synchronized String toString() {
            return lasted() + ": " + told;
        }
    }
}
