package org.timeviper.indexer.index.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.api.JobState;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.search.elasticsearch.node.ElasticsearchNode;
import org.timeviper.search.elasticsearch.node.NodeSetup;

/** A real cluster that is stopped, killed, hangs, turns read-only or loses our index, and a process of the archive that lives through it. */
class LostClusterIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** Of many who search at once some wait as long for a connection and then as long for an answer; the rest is what a busy machine takes. */
    private static final Duration BOUND = TIMEOUT.multipliedBy(2).plusSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static ElasticsearchNode node;

    @TempDir
    Path folder;

    private final String name = "lost-" + UUID.randomUUID();

    @BeforeAll
    static void start() throws Exception {
        node = NodeSetup.alone().withPlugin().start();
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
    }

    private ArchiveProcess archive() {
        return new ArchiveProcess(folder.resolve("library"), Settings.of(node.address(), name, 2, TIMEOUT));
    }

    private static List<String> published(ArchiveProcess archive, int videos) {
        List<String> added = Stream.generate(() -> archive.add("a red car"))
                .limit(videos)
                .sorted()
                .toList();
        await(() -> added.stream().allMatch(video -> archive.state(video) == JobState.DONE));
        // Until then its first filling is under way, which puts another index in its place.
        await(() -> archive.index().staleness().isEmpty());
        // What was published while it was filled is put in by the comparison after it.
        await(() -> archive.holding("red car").containsAll(added));
        return added;
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(condition);
    }

    private static String refusal(ArchiveProcess archive) {
        long begun = System.nanoTime();
        IndexUnavailable refused = assertThrows(IndexUnavailable.class, () -> archive.holding("red car"));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(took.compareTo(BOUND) < 0, "it took " + took);
        assertTrue(refused.getMessage().contains(node.address().toString()), refused.getMessage());
        return refused.getMessage();
    }

    private static void assertJobsWait(ArchiveProcess archive, List<String> jobs) throws InterruptedException {
        assertJobsWait(Map.of(archive, jobs));
    }

    private static void assertJobsWait(Map<ArchiveProcess, List<String>> waiting) throws InterruptedException {
        Thread.sleep(4_500); // longer than a job waits before it tries again
        waiting.forEach((archive, jobs) -> {
            for (String job : jobs) {
                assertFalse(archive.state(job).ended(), () -> job + " has ended as " + archive.state(job));
            }
            assertEquals(0, archive.failedTries());
        });
    }

    @Test
    void searchesSayThatTheClusterIsAwayAndJobsWaitUntilItIsBack() throws Exception {
        try (ArchiveProcess archive = archive()) {
            List<String> before = published(archive, 3);
            node.stop();
            assertTrue(refusal(archive).contains("Check that the cluster runs"));
            List<String> meanwhile = List.of(archive.add("a blue boat"), archive.add("a blue boat"));
            try (Service service = Service.start(folder.resolve("service"), node.address());
                    ArchiveProcess late = new ArchiveProcess(
                            folder.resolve("late"), Settings.of(node.address(), name + "-late", 1, TIMEOUT))) {
                HttpResponse<String> refused = service.get("/v1/search?q=red+car");
                assertEquals(503, refused.statusCode(), refused.body());
                assertTrue(refused.body().contains("Check that the cluster runs"), refused.body());
                assertEquals(
                        "application/problem+json",
                        refused.headers().firstValue("content-type").orElse(""));
                assertEquals("10", refused.headers().firstValue("retry-after").orElse(""));
                assertEquals(503, service.get("/q/health/ready").statusCode());
                assertTrue(late.index().health().problem().orElseThrow().contains("Check that the cluster runs"));
                List<String> lateJobs = List.of(late.add("a dog"));
                assertJobsWait(Map.of(archive, meanwhile, late, lateJobs));
                node.start();
                await(() -> meanwhile.stream().allMatch(video -> archive.state(video) == JobState.DONE));
                assertEquals(before, archive.holding("red car"));
                assertEquals(meanwhile.stream().sorted().toList(), archive.holding("blue boat"));
                await(() -> late.holding("dog").equals(lateJobs));
                await(() -> late.index().staleness().isEmpty());
                await(() -> service.get("/q/health/ready").statusCode() == 200);
                assertEquals(200, service.get("/v1/search?q=red+car").statusCode());
            }
            node.kill();
            assertTrue(refusal(archive).contains("Check that the cluster runs"));
            node.start();
            await(() -> archive.holding("red car").equals(before));
            assertEquals(5, archive.index().size());
            assertEquals(Optional.empty(), archive.index().health().problem());
        }
    }

    @Test
    void anIndexThatSomebodyDeletesIsNoticedAndFilledFromTheLibrary() throws Exception {
        try (ArchiveProcess archive = archive()) {
            List<String> videos = published(archive, 3);
            ClusterRequests cluster = ClusterRequests.to(node.address());
            cluster.send("DELETE", "/" + cluster.behind(name), "");
            await(() -> cluster.get("/" + name + "/_count").path("count").asInt() > 0); // nobody has searched
            await(() -> archive.holding("red car").equals(videos));
            await(() -> archive.index().staleness().isEmpty());
            assertEquals(1, cluster.get("/" + name + "-*/_alias").size());
            String another = published(archive, 1).getFirst();
            assertTrue(archive.holding("red car").contains(another));
        }
    }

    @Test
    void aNodeThatHangsIsWaitedForOnlySoLong() throws Exception {
        try (ArchiveProcess archive = archive()) {
            List<String> videos = published(archive, 2);
            node.hang();
            try {
                assertTrue(refusal(archive).contains("did not answer in time"));
                Callable<String> search = () -> refusal(archive);
                try (ExecutorService searchers = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (Future<String> refused : searchers.invokeAll(Collections.nCopies(20, search))) {
                        assertTrue(refused.get().contains("did not answer in time"), refused.get());
                    }
                }
                assertJobsWait(archive, List.of(archive.add("a blue boat"), archive.add("a blue boat")));
                assertTrue(archive.index().health().problem().orElseThrow().contains("did not answer in time"));
            } finally {
                node.goOn();
            }
            await(() -> archive.holding("blue boat").size() == 2);
            assertEquals(videos, archive.holding("red car"));
        }
    }

    @Test
    void whileTheIndexIsReadOnlySearchesGoOnAndJobsWait() throws Exception {
        try (ArchiveProcess archive = archive()) {
            List<String> videos = published(archive, 2);
            ClusterRequests cluster = ClusterRequests.to(node.address());
            cluster.send("PUT", "/" + name + "/_settings", "{'index.blocks.read_only_allow_delete': true}");
            List<String> waiting = List.of(archive.add("a blue boat"));
            String video = videos.getFirst();
            for (String block : List.of("read_only_allow_delete", "read_only", "write")) {
                cluster.send("PUT", "/" + name + "/_settings", "{'index.blocks." + block + "': true}");
                IndexUnavailable refused = assertThrows(IndexUnavailable.class, () -> archive.index()
                        .replace(video, Films.film(video, 3, "a dog", 384)));
                assertTrue(refused.getMessage().contains("the index is read-only"), refused.getMessage());
                assertEquals(videos, archive.holding("red car"));
                assertEquals(List.of(), archive.holding("dog"));
                List<String> warnings = archive.index().health().warnings();
                assertTrue(
                        warnings.stream().anyMatch(warning -> warning.contains("The index is read-only")),
                        warnings::toString);
                if (!block.equals("read_only_allow_delete")) {
                    cluster.send("PUT", "/" + name + "/_settings", "{'index.blocks." + block + "': null}");
                }
            }
            assertJobsWait(archive, waiting);
            cluster.send("PUT", "/" + name + "/_settings", "{'index.blocks.read_only_allow_delete': null}");
            await(() -> archive.holding("blue boat").equals(waiting));
            assertEquals(List.of(), archive.index().health().warnings());
        }
    }

    /** The packaged service on a cluster. */
    private record Service(Process process, URI address) implements AutoCloseable {

        static Service start(Path data, URI cluster) throws IOException {
            Files.createDirectories(data);
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-XX:TieredStopAtLevel=1", // it lives too briefly for more to pay
                            "-jar",
                            Path.of("target", "quarkus-app", "quarkus-run.jar").toString(),
                            "serve",
                            "--port",
                            "0",
                            "--data",
                            data.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolve("terminal.log").toFile());
            builder.environment().put("TIMEVIPER_ELASTICSEARCH_URL", cluster.toString());
            builder.environment().put("TIMEVIPER_ELASTICSEARCH_TIMEOUT", TIMEOUT.toString());
            Process process = builder.start();
            Path said = data.resolve("service.json");
            Awaitility.await().atMost(PATIENCE).until(() -> {
                assertTrue(process.isAlive(), () -> "the service ended; see terminal.log");
                return Files.exists(said) && port(said) > 0;
            });
            return new Service(process, URI.create("http://localhost:" + port(said)));
        }

        private static int port(Path said) throws IOException {
            JsonNode service = new ObjectMapper().readTree(said.toFile());
            return service.path("port").asInt();
        }

        HttpResponse<String> get(String path) throws IOException, InterruptedException {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
    }
}
