package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.model.ChangedStarter;
import org.timeviper.model.task.VideoTasks;

/** A service whose model is never sure of anything: it says so, and asserts nothing. */
@QuarkusTest
@TestProfile(UnsureModelTest.UnsureModel.class)
class UnsureModelTest {

    /** The starter, with a configuration by which it is right in a quarter of all cases, and is to be taken at its word from one half on. */
    public static final class UnsureModel implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return ChangedStarter.served(config -> {
                config.put("says_less", false);
                ObjectNode confidence = config.putObject("confidence");
                Stream.of("grounding", "event", "answer", "choice", "caption").forEach(kind -> confidence
                        .putObject(kind)
                        .put("least", 0.5)
                        .putArray("curve")
                        .addArray()
                        .add(1)
                        .add(0.25));
            });
        }
    }

    @Test
    void whatTheModelIsNotSureOfIsNotAsserted() throws IOException {
        String video = indexed();
        given().get("/v1/videos/{id}/timeline", video)
                .then()
                .statusCode(200)
                .body("scenes.kind", everyItem(equalTo("scene")))
                .body("scenes.confidence", everyItem(is(0.25f)));
        given().contentType(ContentType.JSON)
                .body("{\"description\":\"a boat\"}")
                .post("/v1/videos/{id}/ground", video)
                .then()
                .statusCode(200)
                .body("found", equalTo(false))
                .body("start", nullValue())
                .body("confidence", is(0.25f))
                .body("message", startsWith(VideoTasks.notSure()))
                .body("message", containsString("0.25"));
        String question = "{\"question\":\"What is seen?\",\"hits\":[{\"video\":\"" + video
                + "\",\"start\":0,\"end\":10},{\"video\":\"" + video + "\",\"start\":10,\"end\":20}]}";
        given().contentType(ContentType.JSON)
                .accept(ContentType.JSON)
                .body(question)
                .post("/v1/ask")
                .then()
                .statusCode(200)
                .body("answer", equalTo(VideoTasks.notSure()))
                .body("shown", equalTo(false))
                .body("parts.text", everyItem(equalTo(VideoTasks.notSure())))
                .body("parts.shown", everyItem(equalTo(false)))
                .body("parts.sure", everyItem(equalTo(false)))
                .body("parts.confidence", everyItem(is(0.25f)))
                .body("parts[0].citation.video", equalTo(video));
        given().contentType(ContentType.JSON)
                .accept("text/event-stream")
                .body(question)
                .post("/v1/ask")
                .then()
                .statusCode(200)
                .body(containsString("\"type\":\"done\""))
                .body(not(containsString("\"type\":\"token\"")));
    }

    private static String indexed() throws IOException {
        Response accepted;
        try (var film = UnsureModelTest.class.getResourceAsStream("/samples/boat.mp4")) {
            accepted =
                    given().multiPart("file", "boat.mp4", film.readAllBytes()).post("/v1/videos");
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .until(
                        () -> given().get("/v1/jobs/{id}", accepted.<String>path("job.id"))
                                .path("state"),
                        equalTo("DONE"));
        return accepted.path("video.id");
    }
}
