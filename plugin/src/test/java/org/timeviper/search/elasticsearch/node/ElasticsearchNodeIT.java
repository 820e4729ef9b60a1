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
import java.nio.file.Files;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class ElasticsearchNodeIT {

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void whatWasWrittenSurvivesStopAndKill() throws Exception {
        try (ElasticsearchNode node = NodeSetup.alone().start()) {
            URI address = node.address();
            send("PUT", address.resolve("/things/_doc/1?refresh=true"), "{\"name\": \"snow\"}");
            node.stop();
            assertFalse(node.running());
            node.start();
            assertEquals(address, node.address());
            assertTrue(found(address).contains("snow"));
            send("PUT", address.resolve("/things/_doc/2"), "{\"name\": \"boat\"}");
            node.kill();
            assertFalse(node.running());
            assertThrows(IOException.class, () -> found(address));
            node.start();
            assertTrue(found(address).contains("boat"));
        }
    }

    @Test
    void aClusterOfTwoSurvivesTheLossOfTheOneThatJoined() throws Exception {
        try (ElasticsearchNode first = NodeSetup.alone().start();
                ElasticsearchNode second = NodeSetup.joining(first).start()) {
            send(
                    "PUT",
                    first.address().resolve("/things"),
                    "{\"settings\": {\"number_of_shards\": 2, \"number_of_replicas\": 1}}");
            first.awaitNodes(2);
            send("PUT", second.address().resolve("/things/_doc/1?refresh=true"), "{\"name\": \"snow\"}");
            second.kill();
            assertTrue(found(first.address()).contains("snow"));
            second.start();
            first.awaitNodes(2);
        }
    }

    @Test
    void aNodeThatCannotStartSaysWhy() {
        IOException failure = assertThrows(
                IOException.class,
                () -> NodeSetup.alone().with("no.such.setting", "1").start());
        assertTrue(failure.getMessage().contains("unknown setting [no.such.setting]"), failure.getMessage());
    }

    /** It answers its own question for health, or it would not be ready. */
    @Test
    void withAUserAndTlsStrangersGetNothing() throws Exception {
        try (ElasticsearchNode node = NodeSetup.alone()
                .withUser("archivist", "correct horse")
                .withTls()
                .start()) {
            assertEquals("https", node.address().getScheme());
            assertThrows(SSLHandshakeException.class, () -> send("GET", node.address(), ""));
            assertTrue(Files.readString(node.certificate()).startsWith("-----BEGIN CERTIFICATE-----"));
        }
        try (ElasticsearchNode node =
                NodeSetup.alone().withUser("archivist", "correct horse").start()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(node.address().resolve("/_cluster/health"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(401, answer.statusCode());
        }
    }

    private String found(URI address) throws IOException, InterruptedException {
        send("POST", address.resolve("/things/_refresh"), "");
        return send("GET", address.resolve("/things/_search"), "");
    }

    private String send(String method, URI address, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(address)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertTrue(answer.statusCode() < 300, answer::body);
        return answer.body();
    }
}
