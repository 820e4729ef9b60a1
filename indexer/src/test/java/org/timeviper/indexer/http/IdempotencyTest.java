package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.timeviper.indexer.http.ExpectedProblem.problem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.timeviper.api.JobState;
import org.timeviper.api.Problem;
import org.timeviper.indexer.library.Answer;
import org.timeviper.indexer.library.Answers;
import org.timeviper.indexer.library.Answers.Standing;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.LibraryDatabase;

/** Writes that come twice with the same key are done once. */
@QuarkusTest
@TestProfile(FreshLibrary.class)
class IdempotencyTest {

    private static final String FILE = "{\"path\":\"2026/winter.mp4\",\"tags\":[\"a\"]}";

    @Inject
    Library library;

    @Inject
    Answers answers;

    @Inject
    LibraryDatabase database;

    /** What waits to be indexed would keep other tests waiting. */
    @AfterEach
    void deleteWhatWasImported() {
        library.videos(0, 500).stream()
                .filter(video -> video.name().equals("winter.mp4"))
                .forEach(video ->
                        given().delete("/v1/videos/{id}", video.id()).then().statusCode(204));
    }

    @Test
    void theSameImportTwiceIsOneVideoAndTheSameAnswer() {
        String key = UUID.randomUUID().toString();
        long before = library.countVideos();
        Response first = importing(key, FILE);
        Response second = importing(key, FILE);
        assertEquals(201, first.statusCode(), first::asString);
        assertEquals(201, second.statusCode(), second::asString);
        assertEquals(first.asString(), second.asString());
        assertEquals(first.header("Location"), second.header("Location"));
        assertEquals(
                first.contentType().replaceAll(";.*", ""), second.contentType().replaceAll(";.*", ""));
        assertEquals("true", second.header("Idempotent-Replayed"));
        first.then().header("Idempotent-Replayed", nullValue());
        assertEquals(before + 1, library.countVideos());
        assertNotEquals(
                first.<String>path("video.id"),
                importing(UUID.randomUUID().toString(), FILE).path("video.id"));

        // What is deleted is not told of any more.
        given().delete("/v1/videos/{id}", first.<String>path("video.id")).then().statusCode(204);
        assertNotEquals(first.<String>path("video.id"), importing(key, FILE).path("video.id"));
    }

    @Test
    void theSameUploadTwiceIsOneVideo() throws IOException {
        String key = UUID.randomUUID().toString();
        byte[] film;
        try (var sample = IdempotencyTest.class.getResourceAsStream("/samples/boat.mp4")) {
            film = sample.readAllBytes();
        }
        String video = uploading(key, film).then().statusCode(201).extract().path("video.id");
        uploading(key, film).then().statusCode(201).body("video.id", equalTo(video));
        uploading(key, new byte[100]).then().statusCode(422).body("detail", containsString("Idempotency-Key"));
        given().delete("/v1/videos/{id}", video).then().statusCode(204);
    }

    @Test
    void theSameUploadIsBegunOnceAndAnsweredTheSameUntilItIsGone() {
        String key = UUID.randomUUID().toString();
        Response first = beginning(key, 5);
        Response again = beginning(key, 5);
        first.then().statusCode(201).header("Location", matchesPattern("/v1/uploads/[^/]+"));
        again.then()
                .statusCode(201)
                .header("Location", equalTo(first.header("Location")))
                .header("Upload-Expires", equalTo(first.header("Upload-Expires")))
                .header("Idempotent-Replayed", equalTo("true"));
        assertNotNull(first.header("Upload-Expires"));
        beginning(key, 2000).then().statusCode(422);

        // Whoever ends an upload, or is told that it is no film, may begin again with the key that is the film's.
        String address = first.header("Location");
        given().header("Tus-Resumable", "1.0.0").delete(address).then().statusCode(204);
        String next = beginning(key, 5).then().statusCode(201).extract().header("Location");
        assertNotEquals(address, next);
        problem(
                given().header("Tus-Resumable", "1.0.0")
                        .header("Upload-Offset", 0)
                        .contentType(UploadsEndpoint.BYTES)
                        .body("notes".getBytes(StandardCharsets.UTF_8))
                        .patch(next),
                422);
        assertNotEquals(next, beginning(key, 5).then().statusCode(201).extract().header("Location"));
    }

    @Test
    void ofTwoRequestsAtTheSameTimeWithOneKeyOneIsCarriedOut() throws Exception {
        for (int round = 0; round < 5; round++) {
            String key = UUID.randomUUID().toString();
            long before = library.countVideos();
            CyclicBarrier line = new CyclicBarrier(2);
            Callable<Response> request = () -> {
                line.await();
                return importing(key, FILE);
            };
            List<Response> responses = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
                for (Future<Response> one : threads.invokeAll(List.of(request, request))) {
                    responses.add(one.get());
                }
            }
            assertEquals(before + 1, library.countVideos());
            List<Response> done =
                    responses.stream().filter(one -> one.statusCode() == 201).toList();
            assertTrue(!done.isEmpty(), () -> responses.getFirst().asString());
            assertEquals(
                    1, done.stream().map(one -> one.path("video.id")).distinct().count());
            responses.stream().filter(one -> one.statusCode() != 201).forEach(one -> problem(one, 409)
                    .header("Retry-After", notNullValue()));
        }
    }

    @Test
    void reindexCancelAndRetryAreDoneOnceToo() {
        Response imported = importing(UUID.randomUUID().toString(), FILE);
        String video = imported.path("video.id");
        String job = imported.path("job.id");
        String cancelling = UUID.randomUUID().toString();
        Response cancelled = posting(cancelling, "/v1/jobs/" + job + "/cancel");
        cancelled.then().statusCode(200).body("state", equalTo("CANCELLED"));
        String retrying = UUID.randomUUID().toString();
        Response retried = posting(retrying, "/v1/jobs/" + job + "/retry");
        retried.then().statusCode(200).body("state", matchesPattern("QUEUED|RUNNING"));
        // Both again, as by one who did not hear the answers: neither is done once more.
        assertEquals(
                cancelled.asString(),
                posting(cancelling, "/v1/jobs/" + job + "/cancel").asString());
        assertNotEquals(JobState.CANCELLED, library.job(job).orElseThrow().state(), "the job was cancelled once more");
        assertEquals(
                retried.asString(),
                posting(retrying, "/v1/jobs/" + job + "/retry").asString());
        given().post("/v1/jobs/{id}/cancel", job).then().statusCode(200);

        String again = UUID.randomUUID().toString();
        Response reindexed = posting(again, "/v1/videos/" + video + "/reindex");
        reindexed.then().statusCode(202).header("Location", equalTo("/v1/jobs/" + reindexed.path("id")));
        posting(again, "/v1/videos/" + video + "/reindex")
                .then()
                .statusCode(202)
                .header("Location", equalTo(reindexed.header("Location")))
                .body("id", equalTo(reindexed.path("id")));
        assertEquals(reindexed.path("id"), library.video(video).orElseThrow().jobId());
    }

    private static Response posting(String key, String path) {
        return given().header("Idempotency-Key", key).post(path);
    }

    @Test
    void anotherRequestWithTheKeyIsRefused() {
        String key = UUID.randomUUID().toString();
        importing(key, FILE).then().statusCode(201);
        problem(importing(key, FILE.replace("\"a\"", "\"b\"")), 422);
        problem(given().header("Idempotency-Key", key).post("/v1/jobs/x/retry"), 422);
    }

    @Test
    void aRequestThatIsUnderWayIsWaitedFor() throws IOException {
        String key = UUID.randomUUID().toString();
        String request = IdempotentRequests.fingerprint(
                "/v1/videos/import", "null null", new ByteArrayInputStream(FILE.getBytes(StandardCharsets.UTF_8)));
        assertInstanceOf(Standing.Begun.class, answers.begin(key, request));
        importing(key, FILE)
                .then()
                .statusCode(409)
                .contentType(Problem.MEDIA_TYPE)
                .header("Retry-After", notNullValue())
                .body("detail", containsString("under way"));
        answers.abandonAll(); // as a service does that starts again
        importing(key, FILE).then().statusCode(201);
    }

    @Test
    void aRefusedRequestFreesItsKey() {
        String key = UUID.randomUUID().toString();
        problem(importing(key, "{\"path\":\"nothing.mp4\"}"), 404);
        importing(key, FILE).then().statusCode(201);
        problem(importing("a b", FILE), 400);
        problem(importing("x".repeat(256), FILE), 400);
    }

    @Test
    void onlySoManyAnswersAreKeptAndTheOldestGoFirst() {
        Answers three = new Answers(database.source(), 3);
        Answer answer = new Answer(204, null, null, null, null);
        answers.abandonAll();
        IntStream.range(0, 300).forEach(i -> {
            three.begin("many-" + i, "r");
            three.keep("many-" + i, answer);
        });
        assertEquals(new Standing.Answered(answer), three.begin("many-299", "r"));
        assertInstanceOf(Standing.Begun.class, three.begin("many-0", "r"));
        three.abandon("many-0");
    }

    private static Response importing(String key, String body) {
        return given().header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/videos/import");
    }

    private static Response uploading(String key, byte[] film) {
        return given().header("Idempotency-Key", key)
                .multiPart("file", "boat.mp4", film)
                .post("/v1/videos");
    }

    private static Response beginning(String key, long size) {
        return given().header("Idempotency-Key", key)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", size)
                .post("/v1/uploads");
    }
}
