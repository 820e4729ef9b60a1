package org.timeviper.search.elasticsearch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.elasticsearch.common.xcontent.support.XContentMapValues;
import org.elasticsearch.xcontent.XContentParser;
import org.elasticsearch.xcontent.XContentParserConfiguration;
import org.elasticsearch.xcontent.json.JsonXContent;

/** Speaks HTTP with a node, in JSON with single quotes for double ones. */
final class NodeClient {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;

    NodeClient(URI address) {
        this.address = address;
    }

    /**
     * What a node answered.
     *
     * @param status HTTP's
     * @param body the JSON object
     */
    record Answer(int status, Map<String, Object> body) {

        /** @return the values at a path of keys with dots between; lists on the way are gone through */
        List<?> all(String path) {
            Object found = XContentMapValues.extractValue(path, body);
            return found == null ? List.of() : found instanceof List<?> list ? list : List.of(found);
        }

        /** @return the one value at a path */
        Object one(String path) {
            List<?> found = all(path);
            if (found.size() != 1) {
                throw new AssertionError(found.size() + " values at " + path + " of " + body);
            }
            return found.getFirst();
        }

        /** @return the identifiers of a search's hits, best first */
        List<?> ids() {
            return all("hits.hits._id");
        }
    }

    /** Sends a request that must succeed, in all shards. */
    Answer done(String method, String path, String json) throws IOException, InterruptedException {
        Answer answer = send(method, path, json);
        if (answer.status() >= 300 || !answer.all("_shards.failures").isEmpty()) {
            throw new AssertionError(method + " " + path + ": " + answer);
        }
        return answer;
    }

    /** Sends a request whatever comes of it. */
    Answer send(String method, String path, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        try (XContentParser parser =
                JsonXContent.jsonXContent.createParser(XContentParserConfiguration.EMPTY, response.body())) {
            return new Answer(response.statusCode(), parser.map());
        }
    }
}
