package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.timeviper.indexer.http.ExpectedProblem.problem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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
        String upload =
                beginning(key + "-2", 1000).then().statusCode(201).extract().header("Location");
        String again =
                beginning(key + "-2", 1000).then().statusCode(201).extract().header("Location");
        assertEquals(upload.substring(upload.lastIndexOf('/')), again.substring(again.lastIndexOf('/')));
        beginning(key + "-2", 2000).then().statusCode(422);
        given().delete("/v1/videos/{id}", video).then().statusCode(204);
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
        Answer answer = new Answer(204, null, null, null);
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
