package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.timeviper.api.Problem;

/** What has not changed is not sent again, what has changed is not overwritten, and what is too much at a time is told when to come. */
@QuarkusTest
@TestProfile(ConditionalRequestsTest.Narrow.class)
class ConditionalRequestsTest {

    private static final Path FOLDER = folder();
    private static String video;

    /** A service that takes one upload at a time, and pages of one origin. */
    public static final class Narrow implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "timeviper.data", FOLDER.toString(),
                    "timeviper.load.uploads", "1",
                    "quarkus.http.cors.enabled", "true",
                    "quarkus.http.cors.origins", "https://platform.example",
                    "quarkus.http.test-port", "0");
        }
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws IOException {
        String id = indexed();
        for (String path :
                List.of("", "/timeline", "/captions.vtt", "/export?format=edl", "/thumbnail?t=3", "/media")) {
            Response first = given().get("/v1/videos/" + id + path);
            String tag = first.then().statusCode(200).extract().header("ETag");
            assertTrue(tag.matches("\"[^\"]+\""), path + " " + tag);
            Response again =
                    given().header("If-None-Match", "\"other\", W/" + tag).get("/v1/videos/" + id + path);
            assertEquals(304, again.statusCode(), path);
            assertEquals(tag, again.header("ETag"), path);
            assertEquals(0, again.asByteArray().length, path);
            given().header("If-None-Match", "\"other\"")
                    .get("/v1/videos/" + id + path)
                    .then()
                    .statusCode(200);
        }
        assertNotEquals(
                given().get("/v1/videos/{id}/thumbnail?t=0", id).header("ETag"),
                given().get("/v1/videos/{id}/thumbnail?t=29", id).header("ETag"));
    }

    @Test
    void aChangeOfWhatSomebodyElseHasChangedMeanwhileIsRefused() throws IOException {
        String id = indexed();
        String seen = given().get("/v1/videos/{id}", id).header("ETag");
        String changed =
                change(id, seen, "one").then().statusCode(200).extract().header("ETag");
        assertNotEquals(seen, changed);
        assertEquals(changed, given().get("/v1/videos/{id}", id).header("ETag"));
        change(id, seen, "two")
                .then()
                .statusCode(412)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", containsString("If-Match"));
        given().header("If-Match", seen).delete("/v1/videos/{id}", id).then().statusCode(412);
        given().get("/v1/videos/{id}", id).then().body("collection", equalTo("one"));
        change(id, "\"x\", " + changed, "three").then().statusCode(200);
        change(id, "*", "four").then().statusCode(200);
    }

    private static Response change(String id, String tag, String collection) {
        return given().header("If-Match", tag)
                .contentType(ContentType.JSON)
                .body("{\"collection\":\"" + collection + "\"}")
                .patch("/v1/videos/{id}", id);
    }

    @Test
    void anUploadThatIsOneTooManyIsToldWhenToComeAgain() throws IOException {
        indexed();
        try (Socket first = new Socket("localhost", RestAssured.port)) {
            first.getOutputStream()
                    .write(
                            "POST /v1/videos HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n--x"
                                    .getBytes(StandardCharsets.US_ASCII));
            first.getOutputStream().flush();
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> given().multiPart(
                            "file", "notes.mp4", "notes".getBytes(StandardCharsets.UTF_8))
                    .post("/v1/videos")
                    .then()
                    .statusCode(503)
                    .contentType(Problem.MEDIA_TYPE)
                    .header("Retry-After", notNullValue())
                    .body("detail", containsString("timeviper.load.uploads")));
            given().get("/v1/videos").then().statusCode(200);
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> given().multiPart(
                        "file", "notes.mp4", "notes".getBytes(StandardCharsets.UTF_8))
                .post("/v1/videos")
                .then()
                .statusCode(422));
    }

    @Test
    void pagesOfANamedOriginMayCallAndOthersMayNot() {
        given().header("Origin", "https://platform.example")
                .options("/v1/videos")
                .then()
                .header("Access-Control-Allow-Origin", equalTo("https://platform.example"));
        given().header("Origin", "https://platform.example")
                .get("/v1/videos")
                .then()
                .statusCode(200)
                .header("Access-Control-Expose-Headers", containsString("Upload-Offset"));
        given().header("Origin", "https://other.example")
                .get("/v1/videos")
                .then()
                .statusCode(403);
    }

    private static synchronized String indexed() throws IOException {
        if (video == null) {
            try (var film = ConditionalRequestsTest.class.getResourceAsStream("/samples/boat.mp4")) {
                Response accepted = given().multiPart("file", "boat.mp4", film.readAllBytes())
                        .post("/v1/videos");
                assertEquals(201, accepted.statusCode(), accepted::asString);
                Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> given().get(
                                "/v1/jobs/{id}", accepted.<String>path("job.id"))
                        .<String>path("state")
                        .equals("DONE"));
                video = accepted.path("video.id");
            }
        }
        return video;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(Path.of("target"), "library-").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
