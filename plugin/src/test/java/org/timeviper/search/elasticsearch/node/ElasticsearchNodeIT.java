package org.timeviper.search.elasticsearch.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What tests of other modules rely on. A start costs ten to twenty seconds, so each test asks several things of the nodes that it has, beside the others. */
@Execution(ExecutionMode.CONCURRENT)
class ElasticsearchNodeIT {

    private final HttpClient http = HttpClient.newHttpClient();

    /** The one that joined is killed and returns; the one that was first is stopped and returns. */
    @Test
    void aClusterOfTwoLosesNothingWhenItsNodesAreKilledAndStopped() throws Exception {
        try (ElasticsearchNode first = NodeSetup.alone().start();
                ElasticsearchNode second = NodeSetup.joining(first).start()) {
            first.awaitNodes(2);
            create(first, "both", "'number_of_replicas': 1");
            create(
                    first,
                    "lone",
                    "'number_of_replicas': 0, 'routing.allocation.require._name': '" + second.name() + "'");
            send("PUT", second.address().resolve("/both/_doc/1"), "{'name': 'snow'}");
            send("PUT", first.address().resolve("/lone/_doc/1"), "{'name': 'boat'}");
            URI address = second.address();

            second.kill();
            assertFalse(second.running());
            assertThrows(IOException.class, () -> found(second, "both"));
            assertTrue(found(first, "both").contains("snow"));

            second.start();
            first.awaitNodes(2);
            assertEquals(address, second.address());
            assertTrue(found(second, "lone").contains("boat"), "what was written survives a kill");

            first.stop();
            assertFalse(first.running());
            assertTrue(first.log().contains("] closed"), () -> "it ended in order: " + first.log());
            first.start();
            first.awaitNodes(2);
            assertTrue(found(first, "both").contains("snow"), "what was written survives a stop");
        }
    }

    @Test
    void aNodeThatCannotStartSaysWhy() {
        IOException failure = assertThrows(
                IOException.class,
                () -> NodeSetup.alone().with("no.such.setting", "1").start());
        assertTrue(failure.getMessage().contains("unknown setting [no.such.setting]"), failure.getMessage());
    }

    /** It answers its own question for health, or it would not be ready. A node of a test that was killed would take memory until somebody found it. */
    @Test
    void aNodeWithAUserAndTlsTellsStrangersNothingAndEndsWithThoseWhoStartedIt() throws Exception {
        try (ElasticsearchNode node = NodeSetup.alone()
                .withUser("archivist", "correct horse")
                .withTls()
                .start()) {
            assertEquals("https", node.address().getScheme());
            assertThrows(SSLHandshakeException.class, () -> send("GET", node.address(), ""));
            try (HttpClient trusting = ElasticsearchNode.trusting(node.certificate())) {
                HttpResponse<String> answer = trusting.send(
                        HttpRequest.newBuilder(node.address().resolve("/_cluster/health"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertEquals(401, answer.statusCode());
            }
            List<ProcessHandle> processes = node.processes();
            assertTrue(processes.size() > 1, processes::toString);
            node.abandon();
            for (ProcessHandle process : processes) {
                process.onExit().get(60, TimeUnit.SECONDS);
            }
        }
    }

    private void create(ElasticsearchNode node, String index, String settings)
            throws IOException, InterruptedException {
        send("PUT", node.address().resolve("/" + index), "{'settings': {'number_of_shards': 2, " + settings + "}}");
        send("GET", node.address().resolve("/_cluster/health/" + index + "?wait_for_status=green&timeout=30s"), "");
    }

    private String found(ElasticsearchNode node, String index) throws IOException, InterruptedException {
        send("POST", node.address().resolve("/" + index + "/_refresh"), "");
        return send("GET", node.address().resolve("/" + index + "/_search"), "");
    }

    private String send(String method, URI address, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(address)
                        .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                        .header("Content-Type", "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertTrue(answer.statusCode() < 300, answer::body);
        return answer.body();
    }
}
