package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.timeviper.indexer.http.ExpectedProblem.problem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.timeviper.api.Problem;
import org.timeviper.indexer.index.SceneIndex;
import org.timeviper.indexer.model.ChangedStarter;

/** What has not changed is not sent again, what has changed is not overwritten, what is too much at a time is told when to come, and what nobody waits for is not worked out. */
@QuarkusTest
@TestProfile(ConditionalRequestsTest.Narrow.class)
class ConditionalRequestsTest extends AnswersUnderWay {

    private static final Path FOLDER = folder();
    private static final byte[] FILM = sample();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PAGE = "https://platform.example";
    private static String video;

    @Inject
    SceneIndex index;

    @Inject
    VideoRemoval removal;

    /** A service that takes one upload and one question at a time, and pages of one origin; what its model answers counts, however sure it is. */
    public static final class Narrow implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(ChangedStarter.served(Narrow::believe));
            settings.putAll(Map.of(
                    "timeviper.data",
                    FOLDER.toString(),
                    "timeviper.import-folder",
                    FOLDER.resolve("import").toString(),
                    "timeviper.load.uploads",
                    "1",
                    "timeviper.load.asks",
                    "1",
                    "quarkus.http.cors.enabled",
                    "true",
                    "quarkus.http.cors.origins",
                    PAGE));
            return settings;
        }

        private static void believe(ObjectNode config) {
            config.put("unlocated_from", 0);
            for (String kind : List.of("answer", "background")) {
                ((ObjectNode) config.path("confidence").path(kind)).remove("least");
            }
        }
    }

    @Test
    void aPageOfTheOriginThatIsNamedMayBeAnAssistantAndNoOther() {
        for (String origin : List.of(PAGE, "http://platform.example", "https://platform.example.evil.example")) {
            given().header("Origin", origin)
                    .contentType("application/json")
                    .accept("application/json, text/event-stream")
                    .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")
                    .post("/mcp")
                    .then()
                    .statusCode(origin.equals(PAGE) ? 200 : 403);
        }
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws IOException {
        String id = indexed();
        Stream.of(
                        "",
                        "/timeline",
                        "/captions.vtt",
                        "/export?format=edl",
                        "/thumbnail?t=3",
                        "/storyboard.jpg",
                        "/storyboard.vtt",
                        "/media")
                .forEach(path -> sentOnce("/v1/videos/" + id + path));
        for (String part : List.of("jpg", "vtt")) {
            given().get("/v1/videos/{id}/storyboard." + part, id)
                    .then()
                    .header("Cache-Control", containsString("no-cache"));
        }
        assertNotEquals(
                given().get("/v1/videos/{id}/thumbnail?t=0", id).header("ETag"),
                given().get("/v1/videos/{id}/thumbnail?t=29", id).header("ETag"));
    }

    /** @return the tag of what is there */
    private static String sentOnce(String path) {
        Response first = given().get(path);
        String tag = first.then().statusCode(200).extract().header("ETag");
        assertTrue(tag.matches("\"[^\"]+\""), path + " " + tag);
        Response again = given().header("If-None-Match", "\"other\", W/" + tag).get(path);
        assertEquals(304, again.statusCode(), path);
        assertEquals(tag, again.header("ETag"), path);
        assertEquals(0, again.asByteArray().length, path);
        given().header("If-None-Match", "\"other\"").get(path).then().statusCode(200);
        assertEquals(tag, given().head(path).header("ETag"), path);
        assertEquals(304, given().header("If-None-Match", tag).head(path).statusCode(), path);
        return tag;
    }

    @Test
    void listsJobsAndConversationsThatHaveNotChangedAreNotSentAgain() throws IOException {
        String id = indexed();
        String conversation = given().contentType(ContentType.JSON)
                .body("{\"question\":\"What is seen?\",\"conversation\":\"new\",\"hits\":[{\"video\":\"" + id
                        + "\",\"start\":0,\"end\":3}]}")
                .post("/v1/ask")
                .path("conversation");
        String job = given().get("/v1/videos/{id}", id).path("job");
        Stream.of("/v1/jobs?size=5", "/v1/jobs/" + job, "/v1/scenes", "/v1/conversations/" + conversation)
                .forEach(ConditionalRequestsTest::sentOnce);
        assertNotNull(given().get("/v1/scenes?size=1").path("next"));
        assertNotEquals(sentOnce("/v1/scenes?size=1"), sentOnce("/v1/scenes?size=2"));
        String videos = sentOnce("/v1/videos?size=5");
        change(id, "*", "listed").then().statusCode(200);
        assertNotEquals(videos, sentOnce("/v1/videos?size=5"));
    }

    /** RFC 9110, 13.2.2: who has the film needs no part of it. */
    @Test
    void aRangeOfWhatIsThereAlreadyIsNotSentEither() throws IOException {
        String id = indexed();
        String tag = given().get("/v1/videos/{id}/media", id).header("ETag");
        Response again = given().header("Range", "bytes=0-9")
                .header("If-None-Match", tag)
                .get("/v1/videos/{id}/media", id);
        assertEquals(304, again.statusCode());
        assertEquals(tag, again.header("ETag"));
        given().header("Range", "bytes=0-9")
                .header("If-None-Match", "\"other\"")
                .get("/v1/videos/{id}/media", id)
                .then()
                .statusCode(206);
    }

    /** Films that are registered by path may be exported anew where they lie. */
    @Test
    void aRegisteredFilmThatIsWrittenAnewIsAnotherOne() throws IOException {
        Path film = FOLDER.resolve("import/winter.mp4");
        Files.createDirectories(film.getParent());
        FreshLibrary.sample("boat.mp4", film);
        String id = given().contentType(ContentType.JSON)
                .body("{\"path\":\"winter.mp4\"}")
                .post("/v1/videos/import")
                .then()
                .statusCode(201)
                .extract()
                .path("video.id");
        String tag = given().get("/v1/videos/{id}/media", id).header("ETag");
        Files.delete(film);
        FreshLibrary.sample("snow.mp4", film);
        int size = (int) Files.size(film);
        assertEquals(
                size,
                given().header("If-None-Match", tag)
                        .get("/v1/videos/{id}/media", id)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asByteArray()
                        .length);
        assertEquals(
                size,
                given().header("Range", "bytes=5-")
                        .header("If-Range", tag)
                        .get("/v1/videos/{id}/media", id)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asByteArray()
                        .length);
        given().delete("/v1/videos/{id}", id).then().statusCode(204);
    }

    /** What it was that somebody meant to delete is looked at when nobody can change it any more. */
    @Test
    void aDeletionThatIsRefusedLeavesTheVideoInSearchToo() throws IOException {
        String id = indexed();
        long scenes = index.scenesByVideo().get(id);
        problem(given().header("If-Match", "\"other\"").delete("/v1/videos/{id}", id), 412);
        assertEquals(scenes, index.scenesByVideo().get(id));
        assertThrows(
                IllegalStateException.class,
                () -> removal.remove(id, video -> {
                    assertEquals(id, video.id());
                    throw new IllegalStateException("it was changed meanwhile");
                }));
        assertEquals(scenes, index.scenesByVideo().get(id));
        assertTrue(library.video(id).isPresent());
        assertTrue(Files.exists(library.video(id).orElseThrow().file()));
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
        return of(PAGE).header("If-Match", tag)
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
    void anImportIsLookedIntoAtTheSameCostAsAnUpload() throws IOException {
        indexed();
        try (Socket first = new Socket("localhost", RestAssured.port)) {
            send(
                    first,
                    "POST /v1/videos HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n--x");
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> given().contentType(ContentType.JSON)
                    .body("{\"path\":\"nothing.mp4\"}")
                    .post("/v1/videos/import")
                    .then()
                    .statusCode(503));
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Each client that gives up leaves a thread that waits for the model: there may not be more of them than questions. */
    @Test
    void questionsOfClientsThatGaveUpKeepNoMoreThreadsThanOthers() throws Exception {
        String id = indexed();
        String words = given().get("/v1/videos/{id}/timeline", id)
                .<String>path("scenes[0].caption")
                .replaceAll("[^A-Za-z ]", " ");
        try (HeldModel held = new HeldModel(model, id)) {
            for (int i = 0; i < 5; i++) {
                try (Socket one = new Socket("localhost", RestAssured.port)) {
                    send(one, grounding(id));
                    Awaitility.await().atMost(PATIENCE).until(() -> HeldModel.waiting() > 0);
                    Thread.sleep(200);
                }
            }
            assertEquals(1, HeldModel.waiting());
            assertTrue(held.holds());
            problem(ground(id), 503)
                    .header("Retry-After", notNullValue())
                    .body("detail", containsString("timeviper.load.asks"));
            RequestSpecification search = given().queryParam("q", words);
            search.get("/v1/search").then().statusCode(200).body("moments.size()", greaterThan(0));
            problem(search.queryParam("verify", true).get("/v1/search"), 503).header("Retry-After", notNullValue());
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> ground(id).then().statusCode(200));
    }

    @Test
    void aQuestionIsOneHoweverItsAddressIsWritten() throws Exception {
        String id = indexed();
        try (HeldModel held = new HeldModel(model, id);
                HttpClient plain = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                Socket first = new Socket("localhost", RestAssured.port)) {
            send(first, grounding(id));
            held.awaitQuestion();
            for (String path : List.of(
                    "/v1/ask", "/v1/%61sk", "/v1/ask;a=b", "/v1/videos/" + id + "/%67round", "/v1/./ask", "/v1/ask/")) {
                HttpResponse<String> answer = post(plain, path, "{\"question\":\"is there a boat?\"}");
                assertEquals(503, answer.statusCode(), path);
                assertTrue(answer.body().contains("timeviper.load.asks"), path + answer.body());
            }
        }
    }

    /** Over HTTP/2 all that a browser does goes over one connection. */
    @Test
    void whoIsToldToComeLaterLosesNothingElseThatHeHasUnderWay() throws Exception {
        String id = indexed();
        String upload = given().header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", FILM.length)
                .header("Upload-Metadata", "filename Ym9hdC5tcDQ=")
                .post("/v1/uploads")
                .header("Location");
        HttpRequest.Builder request = request(upload)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", "0")
                .header("Content-Type", UploadsEndpoint.BYTES);
        HttpResponse<String> taken;
        HttpClient client = PausedUpload.overHttp2();
        try (HeldModel held = new HeldModel(model, id);
                Socket first = new Socket("localhost", RestAssured.port)) {
            send(first, grounding(id));
            held.awaitQuestion();
            try (PausedUpload paused = new PausedUpload(client, request, "PATCH")) {
                paused.send(FILM, 0, FILM.length / 2);
                for (String question : List.of("{}", "x".repeat(200_000))) {
                    HttpResponse<String> answer = post(client, "/v1/ask", question);
                    assertEquals(503, answer.statusCode());
                    assertEquals(HttpClient.Version.HTTP_2, answer.version());
                }
                Thread.sleep(2000); // until whoever still sends would lose his connection
                paused.send(FILM, FILM.length / 2, FILM.length - FILM.length / 2);
                taken = paused.end();
            }
        }
        assertEquals(204, taken.statusCode(), taken::body);
        assertEquals(HttpClient.Version.HTTP_2, taken.version());
        assertEquals(
                FILM.length, taken.headers().firstValueAsLong("Upload-Offset").orElseThrow());
        keptWhole(taken.headers().firstValue("Upload-Video").orElseThrow());
    }

    @Test
    void aFormThatPausesIsTakenWhole() throws Exception {
        indexed();
        HttpRequest.Builder request = request("/v1/videos").header("Content-Type", "multipart/form-data; boundary=x");
        try (PausedUpload paused = new PausedUpload(PausedUpload.overHttp2(), request, "POST")) {
            paused.send("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"boat.mp4\"\r\n\r\n");
            paused.send(FILM, 0, FILM.length / 2);
            Thread.sleep(500);
            paused.send(FILM, FILM.length / 2, FILM.length - FILM.length / 2);
            paused.send("\r\n--x--\r\n");
            HttpResponse<String> taken = paused.end();
            assertEquals(201, taken.statusCode(), taken::body);
            keptWhole("/v1/videos/" + JsonPath.from(taken.body()).getString("video.id"));
        }
    }

    private static void keptWhole(String address) {
        assertArrayEquals(FILM, given().get(address + "/media").asByteArray());
        given().delete(address).then().statusCode(204);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path));
    }

    private static HttpResponse<String> post(HttpClient client, String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String grounding(String id) {
        String body = "{\"description\":\"a boat\"}";
        return "POST /v1/videos/" + id
                + "/ground HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static Response ground(String id) {
        return given().contentType(ContentType.JSON)
                .body("{\"description\":\"a boat\"}")
                .post("/v1/videos/{id}/ground", id);
    }

    /** A connection that a test has closed counts until the service has noticed. */
    @BeforeEach
    void nothingIsUnderWay() {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> given().contentType(ContentType.JSON)
                .body("{\"url\":\"nowhere\"}")
                .post("/v1/videos/import")
                .then()
                .statusCode(400));
    }

    /** What a page is refused with it must be able to read, or it can do nothing about it. */
    @Test
    void pagesOfANamedOriginCanReadWhyTheyAreRefused() throws IOException {
        String id = indexed();
        readable(change(id, "\"x\"", "one"), 412);
        String upload = of(PAGE).header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", 10)
                .post("/v1/uploads")
                .header("Location");
        RequestSpecification bytes = of(PAGE).header("Tus-Resumable", "1.0.0")
                .contentType(UploadsEndpoint.BYTES)
                .body(new byte[5]);
        readable(bytes.header("Upload-Offset", 3).patch(upload), 409);
        readable(
                of(PAGE).header("Tus-Resumable", "1.0.0")
                        .contentType(UploadsEndpoint.BYTES)
                        .body(new byte[5])
                        .header("Upload-Offset", 0)
                        .header("Upload-Checksum", "sha1 AAAA")
                        .patch(upload),
                460);
        try (Socket first = new Socket("localhost", RestAssured.port)) {
            send(
                    first,
                    "PATCH " + upload
                            + " HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                            + "Content-Type: application/offset+octet-stream\r\nContent-Length: 10\r\n\r\nx");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> readable(
                            of(PAGE).multiPart("file", "notes.mp4", new byte[5]).post("/v1/videos"), 503));
        }
    }

    private static void readable(Response refused, int status) {
        problem(refused, status)
                .header("Access-Control-Allow-Origin", equalTo(PAGE))
                .header("Access-Control-Expose-Headers", containsString("Retry-After"));
    }

    private static RequestSpecification of(String origin) {
        return given().header("Origin", origin);
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

    @Override
    String film() throws IOException {
        return indexed();
    }

    private static synchronized String indexed() throws IOException {
        if (video == null) {
            Response accepted = given().multiPart("file", "boat.mp4", FILM).post("/v1/videos");
            assertEquals(201, accepted.statusCode(), accepted::asString);
            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> given().get(
                            "/v1/jobs/{id}", accepted.<String>path("job.id"))
                    .<String>path("state")
                    .equals("DONE"));
            video = accepted.path("video.id");
        }
        return video;
    }

    private static byte[] sample() {
        try (var film = ConditionalRequestsTest.class.getResourceAsStream("/samples/boat.mp4")) {
            return film.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(Path.of("target"), "library-").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
