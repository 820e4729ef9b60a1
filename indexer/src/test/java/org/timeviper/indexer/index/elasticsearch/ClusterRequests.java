package org.timeviper.indexer.index.elasticsearch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What an operator, or somebody else who has the cluster, sends to it. Bodies are JSON with single quotes for double ones. */
record ClusterRequests(HttpClient http, URI node, String authorization) {

    static ClusterRequests to(URI node) {
        return new ClusterRequests(HttpClient.newHttpClient(), node, "");
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    JsonNode send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .header("Content-Type", "application/json");
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertTrue(answer.statusCode() < 300, () -> method + " " + path + ": " + answer.body());
        return new ObjectMapper().readTree(answer.body());
    }

    /** The index that an alias stands for. */
    String behind(String alias) throws IOException, InterruptedException {
        return get("/_alias/" + alias).fieldNames().next();
    }
}
