package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.timeviper.indexer.http.ExpectedProblem.problem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.fetch.FilmServer;
import org.timeviper.indexer.library.FinishedPart;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.media.TestFilm;

/** Films that are imported from another server, a real one. */
@QuarkusTest
@TestProfile(ImportByUrlTest.FromHere.class)
class ImportByUrlTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PORT = freePort();
    private static final Path FOLDER = folder();

    private static final List<String> TOLD = new CopyOnWriteArrayList<>();

    private static FilmServer server;

    @Inject
    Library library;

    /** A service that may import from a server of this machine. */
    public static final class FromHere implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "timeviper.data",
                    FOLDER.toString(),
                    "timeviper.import.hosts",
                    "private:http://127.0.0.1:" + PORT + ",media.example.org",
                    "timeviper.webhook.url",
                    "private:http://127.0.0.1:" + PORT + "/hook",
                    "timeviper.webhook.secret",
                    "a secret of more than 24 signs",
                    "quarkus.http.test-port",
                    "0");
        }
    }

    @BeforeAll
    static void serve() throws IOException {
        TestFilm.of(64, 48).write(FOLDER.resolve("film.mp4"), 3);
        server = new FilmServer(PORT)
                .at("/hook", exchange -> {
                    TOLD.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(204, -1);
                })
                .at("/films/The%20boat.mp4", FilmServer.film(film()))
                .at("/films/The boat.mp4", FilmServer.film(film()))
                .at("/notes.mp4", FilmServer.film("These are notes.".getBytes(StandardCharsets.UTF_8)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aFilmFromAListedHostIsFetchedIndexedAndItsAddressForgotten() throws IOException {
        Response accepted = importing(
                "{\"url\":\"" + server.uri("/films/The%20boat.mp4?key=secret")
                        + "\",\"collection\":\"news\",\"tags\":[\"a\"],\"language\":\"en\",\"metadata\":{\"rights\":\"owned\"}}");
        assertEquals(201, accepted.statusCode(), accepted.asString());
        assertEquals("fetch", accepted.path("job.step"));
        String id = accepted.path("video.id");
        ended(accepted.path("job.id")).then().body("state", equalTo("DONE"));
        given().get("/v1/videos/{id}", id)
                .then()
                .body("name", equalTo("The boat.mp4"))
                .body("collection", equalTo("news"))
                .body("tags", equalTo(List.of("a")))
                .body("metadata.rights", equalTo("owned"))
                .body("state", equalTo("READY"))
                .body("sizeBytes", equalTo(film().length));
        assertArrayEquals(film(), given().get("/v1/videos/{id}/media", id).asByteArray());
        assertEquals(
                "fetch",
                library.finishedParts(id).stream()
                        .map(FinishedPart::step)
                        .findFirst()
                        .orElseThrow());
        assertEquals(Optional.empty(), library.source(id));
        given().delete("/v1/videos/{id}", id).then().statusCode(204);
    }

    @Test
    void aSlowServerHoldsUpNoUploadAndWhoDoesNotWaitForItLeavesNothing() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        server.at("/slow.mp4", exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            exchange.sendResponseHeaders(200, film().length);
            exchange.getResponseBody().write(film(), 0, 1000);
            exchange.getResponseBody().flush();
            waitFor(end);
        });
        try {
            Response slow = importing("{\"url\":\"" + server.uri("/slow.mp4") + "\"}");
            String id = slow.path("video.id");
            String job = slow.path("job.id");
            Path part = FOLDER.resolve("media").resolve(id).resolve("original.mp4.part");
            Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(part));
            Response uploaded = given().multiPart("file", "boat.mp4", film()).post("/v1/videos");
            ended(uploaded.path("job.id")).then().body("state", equalTo("DONE"));
            given().get("/v1/jobs/{id}", job)
                    .then()
                    .body("state", equalTo("RUNNING"))
                    .body("step", equalTo("fetch"));

            given().post("/v1/jobs/{id}/cancel", job).then().statusCode(200);
            problem(given().post("/v1/videos/{id}/reindex", id), 409)
                    .body("title", equalTo("Film not there"))
                    .body("detail", containsString(job));
            given().post("/v1/jobs/{id}/retry", job).then().statusCode(200);
            given().delete("/v1/videos/{id}", id).then().statusCode(204);
            Awaitility.await().atMost(PATIENCE).until(() -> Files.notExists(part.getParent()));
            given().delete("/v1/videos/{id}", uploaded.<String>path("video.id"))
                    .then()
                    .statusCode(204);
        } finally {
            end.countDown();
        }
    }

    private static void waitFor(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whateverPeopleCallAFilmItKeepsItsKind() throws IOException {
        server.at("/download", FilmServer.film(film()));
        for (String path : List.of("/films/The%20boat.mp4", "/download")) {
            Response accepted =
                    importing("{\"url\":\"" + server.uri(path) + "\",\"name\":\"Harbour at dawn, take 2.5\"}");
            String id = accepted.path("video.id");
            ended(accepted.path("job.id")).then().body("state", equalTo("DONE"));
            given().get("/v1/videos/{id}", id).then().body("name", equalTo("Harbour at dawn, take 2.5"));
            Response media = given().get("/v1/videos/{id}/media", id);
            assertEquals("video/mp4", media.contentType());
            assertArrayEquals(film(), media.asByteArray());
            given().delete("/v1/videos/{id}", id).then().statusCode(204);
        }
    }

    @Test
    void whatIsNoFilmFailsItsJobAndNothingOfItIsKept() {
        Response accepted = importing("{\"url\":\"" + server.uri("/notes.mp4") + "\"}");
        assertEquals(201, accepted.statusCode(), accepted.asString());
        String id = accepted.path("video.id");
        ended(accepted.path("job.id"))
                .then()
                .body("state", equalTo("FAILED"))
                .body("problem", startsWith("notes.mp4 is not a film"));
        assertFalse(Files.exists(FOLDER.resolve("media").resolve(id)));
        // Whoever is configured to be told of it is told.
        String job = accepted.path("job.id");
        Awaitility.await().atMost(PATIENCE).until(() -> TOLD.stream()
                .anyMatch(one -> one.contains("job.failed") && one.contains(job)));
        given().delete("/v1/videos/{id}", id).then().statusCode(204);
        Response gone = importing("{\"url\":\"" + server.uri("/gone.mp4") + "\"}");
        ended(gone.path("job.id")).then().body("problem", containsString("status 404"));
    }

    @Test
    void aFilmThatHasNotComeYetIsNotSaidToBeGone() {
        CountDownLatch enough = new CountDownLatch(1);
        server.at("/silent.mp4", exchange -> {
            try {
                assertTrue(enough.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Response accepted = importing("{\"url\":\"" + server.uri("/silent.mp4") + "\"}");
        String id = accepted.path("video.id");
        problem(given().get("/v1/videos/{id}/media", id), 404)
                .body("detail", containsString("has not come yet"))
                .body("detail", containsString(accepted.<String>path("job.id")));
        given().delete("/v1/videos/{id}", id).then().statusCode(204);
        enough.countDown();
    }

    @Test
    void whatMayNotBeImportedIsRefusedAtOnce() {
        long before = library.countVideos();
        problem(importing("{\"url\":\"https://other.example.org/a.mp4\"}"), 403)
                .body("detail", containsString("other.example.org"))
                .body("detail", containsString("timeviper.import.hosts"));
        problem(importing("{\"url\":\"http://media.example.org/a.mp4\"}"), 403);
        problem(importing("{\"url\":\"file:///etc/passwd\"}"), 400).body("detail", containsString("'url'"));
        problem(importing("{\"url\":\"https://media.example.org/a\",\"path\":\"a.mp4\"}"), 400)
                .body("detail", containsString("either 'path'"));
        problem(importing("{}"), 400);
        assertEquals(before, library.countVideos());
    }

    private static Response importing(String body) {
        return given().contentType(ContentType.JSON).body(body).post("/v1/videos/import");
    }

    private static Response ended(String job) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> given().get("/v1/jobs/{id}", job).<String>path("state"),
                        state -> !state.matches("QUEUED|RUNNING"));
        return given().get("/v1/jobs/{id}", job);
    }

    private static byte[] film() throws IOException {
        return Files.readAllBytes(FOLDER.resolve("film.mp4"));
    }

    private static int freePort() {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            Path folder =
                    Files.createTempDirectory(Path.of("target"), "library-").toAbsolutePath();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
