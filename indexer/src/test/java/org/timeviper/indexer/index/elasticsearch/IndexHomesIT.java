package org.timeviper.indexer.index.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.index.SceneDocument;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.search.lucene.CaptionLanguage;

/** Which index serves, and how another takes its place, while several processes of an archive go on. */
@Execution(ExecutionMode.SAME_THREAD)
class IndexHomesIT {

    private static final int DIMENSIONS = 8;
    private static final int VIDEOS = 30;

    @RegisterExtension
    static final SharedNode NODE = SharedNode.withPlugin();

    private final String name = "homes-" + UUID.randomUUID();
    private ClusterRequests cluster;

    @BeforeEach
    void connect() {
        cluster = ClusterRequests.to(NODE.node().address());
    }

    private ElasticsearchSceneIndex open() {
        return open(CaptionLanguage.ENGLISH, "a model", DIMENSIONS);
    }

    private ElasticsearchSceneIndex open(CaptionLanguage language, String embedding, int dimensions) {
        return open(NODE.node().address(), language, embedding, dimensions);
    }

    private ElasticsearchSceneIndex open(URI address) {
        return open(address, CaptionLanguage.ENGLISH, "a model", DIMENSIONS);
    }

    private ElasticsearchSceneIndex open(URI address, CaptionLanguage language, String embedding, int dimensions) {
        Settings settings = Settings.of(address, name, 2, Duration.ofSeconds(20));
        return ElasticsearchSceneIndex.open(settings, language, embedding, dimensions);
    }

    private static List<String> names() {
        return IntStream.range(0, VIDEOS)
                .mapToObj(i -> String.format("v%02d", i))
                .toList();
    }

    private static void rebuild(SceneIndex index, String caption, int dimensions) {
        rebuild(index, caption, dimensions, video -> {});
    }

    private static void rebuild(SceneIndex index, String caption, int dimensions, Consumer<String> written) {
        try (SceneIndex.Rewriting anew = index.rewrite()) {
            for (String video : names()) {
                anew.replace(video, Films.film(video, 2, caption, dimensions));
                written.accept(video);
            }
            anew.complete();
        }
    }

    private static List<String> holding(SceneIndex index, String words) {
        return Films.holding(index, words, DIMENSIONS);
    }

    private List<String> indices() throws Exception {
        List<String> names = new ArrayList<>();
        cluster.get("/" + name + "-*/_alias").fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void whatWasWrittenByAnotherVersionIsToldAtOnceAndServesOnUntilTheNewIndexIsWhole() throws Exception {
        try (ElasticsearchSceneIndex older = open(CaptionLanguage.ENGLISH, "an older model", DIMENSIONS)) {
            assertEquals(Optional.of("there is none yet"), older.staleness());
            rebuild(older, "a red car", DIMENSIONS);
            assertEquals(Optional.empty(), older.staleness());
            try (ElasticsearchSceneIndex newer = open()) {
                String why = newer.staleness().orElseThrow();
                assertTrue(why.contains("embedding an older model") && why.contains("a model"), why);
                assertTrue(newer.health().warnings().getFirst().contains(why));
                rebuild(newer, "a red car", DIMENSIONS, video -> assertEquals(names(), holding(older, "red car")));
                assertEquals(Optional.empty(), newer.staleness());
                assertEquals(names(), holding(newer, "red car"));
                assertEquals(names(), holding(older, "red car"), "the process of the older version goes on as it can");
                Thread.sleep(3_500); // until it looks after its index again
                assertEquals(Optional.empty(), older.staleness(), "two versions do not fight for the name");
                assertEquals(1, indices().size());
            }
        }
        try (ElasticsearchSceneIndex other = open(CaptionLanguage.JAPANESE, "a model", DIMENSIONS)) {
            assertTrue(other.staleness().orElseThrow().contains("analysis"));
        }
        try (ElasticsearchSceneIndex other = open(CaptionLanguage.ENGLISH, "a model", 2 * DIMENSIONS)) {
            assertTrue(other.staleness().orElseThrow().contains("dimensions 8"));
            rebuild(other, "a red car", 2 * DIMENSIONS);
            assertEquals(1, indices().size());
        }
    }

    @Test
    void aMappingThatLacksAFieldOrHasAWrongOneIsToldAtOnce() throws Exception {
        try (ElasticsearchSceneIndex sound = open()) {
            rebuild(sound, "a red car", DIMENSIONS);
        }
        JsonNode mappings =
                cluster.get("/" + name + "/_mapping").iterator().next().path("mappings");
        Map<String, Consumer<ObjectNode>> damages = new TreeMap<>();
        damages.put("its field scenes.kind is missing", scenes -> scenes.remove("kind"));
        damages.put("its field scenes.kind is a text", scenes -> scenes.putObject("kind")
                .put("type", "text"));
        damages.put("its field scenes.vector is a dense_vector of 4", scenes -> ((ObjectNode) scenes.get("vector"))
                .put("dims", 4));
        for (Map.Entry<String, Consumer<ObjectNode>> damage : damages.entrySet()) {
            ObjectNode damaged = mappings.deepCopy();
            damage.getValue().accept((ObjectNode) damaged.at("/properties/scenes/properties"));
            for (String index : indices()) {
                cluster.send("DELETE", "/" + index, "");
            }
            cluster.send(
                    "PUT", "/" + name + "-000001", "{'aliases': {'" + name + "': {}}, 'mappings': " + damaged + "}");
            try (ElasticsearchSceneIndex index = open()) {
                String why = index.staleness().orElseThrow();
                assertTrue(why.contains(damage.getKey()), why);
                assertEquals(name + "-000001", cluster.behind(name));
                rebuild(index, "a red car", DIMENSIONS);
                assertEquals(names(), holding(index, "red car"));
            }
        }
        assertEquals(1, indices().size());
    }

    @Test
    void anIndexOfSomebodyElseUnderOurNameIsToldOfAndNeverDeleted() throws Exception {
        String foreign = "foreign-" + name;
        cluster.send("PUT", "/" + foreign, "{'aliases': {'" + name + "': {}}}");
        try (ElasticsearchSceneIndex index = open()) {
            String why = index.staleness().orElseThrow();
            assertTrue(why.contains(foreign) && why.contains("none of ours"), why);
            rebuild(index, "a red car", DIMENSIONS);
            assertEquals(names(), holding(index, "red car"));
        }
        assertEquals(
                0,
                cluster.get("/" + foreign + "/_alias")
                        .path(foreign)
                        .path("aliases")
                        .size());
        String neighbour = name + "-0ther-000001";
        cluster.send("PUT", "/" + neighbour, "");
        try (ElasticsearchSceneIndex index = open()) {
            rebuild(index, "a blue boat", DIMENSIONS);
        }
        assertTrue(indices().contains(neighbour));
        String taken = "taken-" + name;
        cluster.send("PUT", "/" + taken, "");
        Settings settings = Settings.of(NODE.node().address(), taken, 1, Duration.ofSeconds(20));
        try (ElasticsearchSceneIndex index =
                ElasticsearchSceneIndex.open(settings, CaptionLanguage.ENGLISH, "a model", DIMENSIONS)) {
            IndexUnavailable refused = assertThrows(IndexUnavailable.class, index::staleness);
            assertTrue(refused.getMessage().contains("timeviper.elasticsearch.index"), refused.getMessage());
            assertEquals(refused.getMessage(), index.health().problem().orElseThrow());
        }
    }

    @Test
    void othersSearchWithoutAGapWhileTheIndexIsRebuiltAgainAndAgain() throws Exception {
        try (ElasticsearchSceneIndex one = open();
                ElasticsearchSceneIndex other = open();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            rebuild(one, "a red car", DIMENSIONS);
            AtomicBoolean done = new AtomicBoolean();
            Future<Integer> searches = threads.submit(() -> {
                int found = 0;
                while (!done.get()) {
                    assertEquals(names(), holding(other, "red car"));
                    found++;
                }
                return found;
            });
            for (int i = 0; i < 6; i++) {
                rebuild(one, "a red car", DIMENSIONS);
            }
            done.set(true);
            assertTrue(searches.get() > 6);
            assertEquals(1, indices().size());
        }
    }

    @Test
    void aRebuildThatIsBrokenOffLeavesTheOldIndexServingAndNoLitter() throws Exception {
        try (ElasticsearchSceneIndex index = open()) {
            rebuild(index, "a red car", DIMENSIONS);
            String serving = cluster.behind(name);
            assertThrows(
                    IllegalStateException.class,
                    () -> rebuild(index, "a blue boat", DIMENSIONS, video -> {
                        throw new IllegalStateException("broken off");
                    }));
            assertEquals(List.of(serving), indices());
            assertEquals(names(), holding(index, "red car"));
            assertEquals(Optional.empty(), index.staleness());
        }
    }

    @Test
    void anIndexThatSomebodyDeletesIsMadeAnewButNeverTakenForWhole() throws Exception {
        try (ElasticsearchSceneIndex index = open()) {
            rebuild(index, "a red car", DIMENSIONS);
            cluster.send("DELETE", "/" + cluster.behind(name), "");
            assertThrows(IndexUnavailable.class, index::rebuilt);
            assertEquals(0, index.size());
            assertTrue(index.staleness().isPresent());
            rebuild(index, "a red car", DIMENSIONS);
            assertEquals(Optional.empty(), index.staleness());
            assertEquals(1, indices().size());
        }
    }

    @Test
    void twoProcessesThatRebuildAtOnceEndWithOneWholeIndex() throws Exception {
        try (ElasticsearchSceneIndex older = open(CaptionLanguage.ENGLISH, "an older model", DIMENSIONS);
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 3; round++) {
                if (round == 1) {
                    rebuild(older, "a red car", DIMENSIONS); // so that both replace what is of no use to them
                }
                try (ElasticsearchSceneIndex one = open();
                        ElasticsearchSceneIndex other = open()) {
                    List<Future<?>> work = new ArrayList<>();
                    for (SceneIndex index : List.of(one, other)) {
                        work.add(threads.submit(() -> untilDone(() -> rebuild(index, "a red car", DIMENSIONS))));
                    }
                    for (Future<?> done : work) {
                        done.get();
                    }
                    assertEquals(1, indices().size());
                    for (SceneIndex index : List.of(one, other)) {
                        assertEquals(names(), holding(index, "red car"));
                    }
                }
                try (ElasticsearchSceneIndex later = open()) {
                    assertEquals(Optional.empty(), later.staleness());
                }
            }
        }
    }

    /** The other process may have been quicker and taken the index away: then it is looked at again, as the service does. */
    private static void untilDone(Runnable work) {
        for (int tries = 0; ; tries++) {
            try {
                work.run();
                return;
            } catch (IndexUnavailable e) {
                assertTrue(tries < 5, e::getMessage);
            }
        }
    }

    @Test
    void whatAnyProcessChangesDuringARebuildIsInTheNewIndex() throws Exception {
        try (ElasticsearchSceneIndex one = open();
                ElasticsearchSceneIndex other = open()) {
            rebuild(one, "a red car", DIMENSIONS);
            try (SceneIndex.Rewriting anew = one.rewrite()) {
                for (String video : names()) {
                    anew.replace(video, Films.film(video, 2, "a red car", DIMENSIONS));
                }
                // All of these wait in a batch; what changes now is newer.
                one.replace("v00", Films.film("v00", 2, "a blue boat", DIMENSIONS));
                other.replace("v01", Films.film("v01", 1, "a blue boat", DIMENSIONS));
                other.replace("new", Films.film("new", 1, "a blue boat", DIMENSIONS));
                one.delete("v02");
                other.delete("v03");
                anew.complete();
            }
            for (SceneIndex index : List.of(one, other)) {
                assertEquals(List.of("new", "v00", "v01"), holding(index, "blue boat"));
                assertEquals(names().subList(4, VIDEOS), holding(index, "red car"));
            }
            one.replace("v04", Films.film("v04", 2, "a dog", DIMENSIONS));
            other.delete("v05");
            assertEquals(List.of("v04"), holding(one, "dog"));
            assertEquals(VIDEOS - 2, other.scenesByVideo().size());
        }
    }

    @ParameterizedTest
    @CsvSource({"true,1", "true,2", "false,1"})
    void whatIsChangedWhileAnotherIndexTakesThePlaceOfTheOneItIsWrittenToIsInTheNewOne(boolean published, int turns) {
        try (WatchedCluster between = new WatchedCluster(NODE.node().address());
                ElasticsearchSceneIndex one = open();
                ElasticsearchSceneIndex other = open(between.address())) {
            rebuild(one, "a red car", DIMENSIONS);
            assertEquals(Optional.empty(), other.staleness());
            List<SceneDocument> changed = published ? Films.film("v00", 2, "a blue boat", DIMENSIONS) : List.of();
            afterItIsWritten(between, turns, () -> rebuild(one, "a red car", DIMENSIONS));
            other.replace("v00", changed);
            assertEquals(published ? List.of("v00") : List.of(), holding(one, "blue boat"));
            assertEquals(names().subList(1, VIDEOS), holding(one, "red car"));
        }
    }

    /** Lets the index change as often as is said, each time when a process has just written it and looks whether there are others. */
    private void afterItIsWritten(WatchedCluster cluster, int turns, Runnable change) {
        if (turns > 0) {
            cluster.beforeNext(request -> request.startsWith("GET /" + name + "-0*/_alias"), () -> {
                change.run();
                afterItIsWritten(cluster, turns - 1, change);
            });
        }
    }
}
