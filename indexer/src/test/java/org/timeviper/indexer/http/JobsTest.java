package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.timeviper.indexer.http.ExpectedProblem.problem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.library.FinishedPart;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.LibraryDatabase;

/** Jobs are listed, cancelled and retried, and a video is indexed again. */
@QuarkusTest
@TestProfile(FreshLibrary.class)
class JobsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Steps that a job on a busy machine may take until it hears that it was cancelled. */
    private static final Duration SECONDS = Duration.ofSeconds(15);

    @Inject
    Library library;

    @Inject
    LibraryDatabase database;

    @Test
    void aCancelledJobEndsWithinSecondsItsVideoStaysAndARetryGoesOnWhereItWas() throws IOException {
        Response accepted = upload("morning.mp4");
        String video = accepted.path("video.id");
        String job = accepted.path("job.id");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> given().get("/v1/jobs/{id}", job).path("state"), equalTo("RUNNING"));

        cancel(job).then().statusCode(200).body("state", equalTo("CANCELLED")).body("remainingSeconds", nullValue());
        given().get("/v1/videos/{id}", video)
                .then()
                .statusCode(200)
                .body("state", equalTo("CANCELLED"))
                .body("problem", containsString("retry"));
        assertEquals(
                List.of(),
                library.unfinishedJobs().stream()
                        .filter(one -> one.id().equals(job))
                        .toList());
        List<FinishedPart> done = library.finishedParts(video);
        Awaitility.await().atMost(SECONDS).until(() -> !scheduled(job));
        assertEquals(done, library.finishedParts(video), "a cancelled job stores nothing more");
        assertTrue(done.stream().noneMatch(part -> part.step().equals("publish")), "it was cancelled too late");
        cancel(job).then().statusCode(200).body("state", equalTo("CANCELLED"));

        retry(job)
                .then()
                .statusCode(200)
                .body("state", matchesPattern("QUEUED|RUNNING"))
                .body("problem", nullValue());
        ended(job).body("state", equalTo("DONE"));
        given().get("/v1/videos/{id}", video)
                .then()
                .body("state", equalTo("READY"))
                .body("problem", nullValue());
        assertTrue(library.finishedParts(video).containsAll(done), "what was finished was done again");

        problem(cancel(job), 409).body("detail", containsString("done"));
        problem(retry(job), 409).body("detail", containsString("reindex"));
        delete(video);
    }

    /** Whether a worker has a job, or will have it. */
    private boolean scheduled(String job) throws SQLException {
        try (Connection connection = database.source().getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select 1 from scheduled_tasks where task_instance = ?")) {
            select.setString(1, job);
            return select.executeQuery().next();
        }
    }

    @Test
    void aVideoThatIsIndexedAgainCanBeSearchedMeanwhileAndIsThenThePresentModels() throws IOException, SQLException {
        Response accepted = upload("boat.mp4");
        String video = accepted.path("video.id");
        String first = accepted.path("job.id");
        problem(reindex(video), 409).body("detail", containsString("boat.mp4"));
        ended(first).body("state", equalTo("DONE"));
        String model = given().get("/v1/videos/{id}", video)
                .then()
                .body("model.name", not(emptyOrNullString()))
                .extract()
                .path("model.fingerprint");
        videos("stale", "true").body("videos.id", not(hasItem(video)));
        videos("stale", "false").body("videos.id", hasItem(video));
        videos("model", model).body("videos.id", hasItem(video));
        describedBy("another", video);
        videos("stale", "true").body("videos.id", hasItem(video));
        videos("model", model).body("videos.id", not(hasItem(video)));
        Instant before = Instant.now();
        String second = reindex(video)
                .then()
                .statusCode(202)
                .header("Location", endsWith("/v1/jobs/" + reindexed(video)))
                .extract()
                .path("id");
        given().get("/v1/videos/{id}", video)
                .then()
                .body("state", equalTo("READY"))
                .body("model.fingerprint", equalTo("another"))
                .body("job", equalTo(second));
        given().post("/v1/videos/reindex").then().statusCode(202).body("jobs.videoId", not(hasItem(video)));
        given().get("/v1/videos/{id}/timeline", video).then().body("scenes.size()", greaterThan(0));
        problem(retry(first), 409);
        ended(second).body("state", equalTo("DONE"));
        given().get("/v1/videos/{id}", video).then().body("model.fingerprint", equalTo(model));
        assertTrue(library.finishedParts(video).stream()
                .allMatch(part -> part.finishedAt().isAfter(before)));
        given().get("/v1/videos/{id}/timeline", video).then().body("scenes.size()", greaterThan(0));

        list("video", video)
                .body("total", equalTo(2))
                .body("jobs[0].id", equalTo(second))
                .body("jobs[1].id", equalTo(first));
        given().queryParam("video", video)
                .queryParam("state", "done")
                .queryParam("size", 1)
                .queryParam("from", 1)
                .get("/v1/jobs")
                .then()
                .body("total", equalTo(2))
                .body("jobs.size()", equalTo(1))
                .body("jobs[0].id", equalTo(first));
        list("state", "failed").body("jobs.id", not(hasItem(first)));
        delete(video);
        list("video", video).body("total", equalTo(0));
    }

    private static ValidatableResponse videos(String parameter, String value) {
        return given().queryParam(parameter, value).get("/v1/videos").then().statusCode(200);
    }

    /** Makes out that another model has described a video. */
    private void describedBy(String fingerprint, String video) throws SQLException {
        try (Connection connection = database.source().getConnection();
                PreparedStatement update =
                        connection.prepareStatement("update videos set model_fingerprint = ? where id = ?")) {
            update.setString(1, fingerprint);
            update.setString(2, video);
            assertEquals(1, update.executeUpdate());
        }
    }

    private String reindexed(String video) {
        return library.video(video).orElseThrow().jobId();
    }

    @Test
    void whatCannotBeReadOrIsNotThereIsSaid() {
        problem(given().get("/v1/jobs?state=tired"), 400).body("detail", containsString("cancelled"));
        problem(given().get("/v1/jobs?size=0"), 400).body("detail", containsString("'size'"));
        problem(given().get("/v1/jobs?from=abc"), 400).body("detail", containsString("'from' must be a number"));
        problem(cancel("x"), 404);
        problem(retry("x"), 404);
        problem(reindex("x"), 404);
    }

    private static ValidatableResponse list(String parameter, String value) {
        return given().queryParam(parameter, value).get("/v1/jobs").then().statusCode(200);
    }

    private static Response cancel(String job) {
        return given().post("/v1/jobs/{id}/cancel", job);
    }

    private static Response retry(String job) {
        return given().post("/v1/jobs/{id}/retry", job);
    }

    private static Response reindex(String video) {
        return given().post("/v1/videos/{id}/reindex", video);
    }

    private static ValidatableResponse ended(String job) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> given().get("/v1/jobs/{id}", job).<String>path("state"),
                        state -> !state.matches("QUEUED|RUNNING"));
        return given().get("/v1/jobs/{id}", job).then();
    }

    private static void delete(String video) {
        given().delete("/v1/videos/{id}", video).then().statusCode(204);
    }

    private static Response upload(String name) throws IOException {
        try (var film = JobsTest.class.getResourceAsStream("/samples/" + name)) {
            Response accepted =
                    given().multiPart("file", name, film.readAllBytes()).post("/v1/videos");
            assertEquals(201, accepted.statusCode(), accepted::asString);
            return accepted;
        }
    }
}
