package org.timeviper.indexer.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;

/** A request whose body is sent piece by piece, with any pause between them. */
final class PausedUpload implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SubmissionPublisher<ByteBuffer> bytes = new SubmissionPublisher<>();
    private final CompletableFuture<HttpResponse<String>> answer;

    PausedUpload(HttpClient client, HttpRequest.Builder request, String method) {
        answer = client.sendAsync(
                request.method(method, HttpRequest.BodyPublishers.fromPublisher(bytes))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        // The client asks for the body some time later, and what is published before that reaches nobody.
        Awaitility.await().atMost(PATIENCE).until(bytes::hasSubscribers);
    }

    /** All that the client does goes over one connection, which is spoken over in HTTP/2 from the first request on. */
    static HttpClient overHttp2() throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        URI videos = URI.create("http://localhost:" + RestAssured.port + "/v1/videos");
        assertEquals(
                HttpClient.Version.HTTP_2,
                client.send(HttpRequest.newBuilder(videos).build(), HttpResponse.BodyHandlers.discarding())
                        .version());
        return client;
    }

    void send(byte[] film, int from, int length) {
        bytes.submit(ByteBuffer.wrap(film, from, length));
    }

    void send(String text) {
        bytes.submit(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Ends the body. */
    HttpResponse<String> end() throws ExecutionException, InterruptedException, TimeoutException {
        bytes.close();
        return answer();
    }

    HttpResponse<String> answer() throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        bytes.close();
    }
}
