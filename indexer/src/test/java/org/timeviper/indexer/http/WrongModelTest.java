package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.model.ChangedStarter;

/** A service whose model directory holds a wrong configuration: it says so everywhere, and goes on with what needs no model. */
@QuarkusTest
@TestProfile(WrongModelTest.WrongModel.class)
class WrongModelTest {

    /** The starter's configuration with a hidden size that is no number. */
    public static final class WrongModel implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return ChangedStarter.served(config -> ((ObjectNode) config.path("llm")).put("hidden_size", "many"));
        }
    }

    @Test
    void readinessIsDownAndNamesTheKeyWhileTheServiceLives() {
        when().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("status", equalTo("DOWN"))
                .body("checks[0].data.problem", containsString("config.json"))
                .body("checks[0].data.problem", containsString("hidden_size"));
        when().get("/q/health/live").then().statusCode(200);
        when().get("/v1/videos").then().statusCode(200);
        when().get("/v1/search?q=boat").then().statusCode(200);
    }

    @Test
    void aJobEndsWithWhatIsWrongWithTheModel() throws IOException {
        Response accepted;
        try (var film = WrongModelTest.class.getResourceAsStream("/samples/boat.mp4")) {
            accepted =
                    given().multiPart("file", "boat.mp4", film.readAllBytes()).post("/v1/videos");
        }
        String job = accepted.path("job.id");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> given().get("/v1/jobs/{id}", job).path("state"), equalTo("FAILED"));
        given().get("/v1/jobs/{id}", job)
                .then()
                .body("problem", containsString("hidden_size"))
                .body("problem", not(containsString("Exception")));
        given().get("/v1/videos/{id}", accepted.<String>path("video.id"))
                .then()
                .body("state", equalTo("FAILED"))
                .body("problem", containsString("hidden_size"));
        assistant("ground", "{\"video\":\"%s\",\"description\":\"a boat\"}", accepted.path("video.id"))
                .body("result.content[0].text", containsString("is not indexed yet"));
        assistant("ask", "{\"question\":\"What is seen?\",\"videos\":[\"%s\"]}", accepted.path("video.id"))
                .body("result.content[0].text", containsString("hidden_size"))
                .body("result.content[0].text", not(containsString("Exception")));
    }

    private static ValidatableResponse assistant(String tool, String arguments, String video) {
        return given().contentType("application/json")
                .accept("application/json, text/event-stream")
                .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                        + "\",\"arguments\":" + arguments.formatted(video) + "}}")
                .post("/mcp")
                .then()
                .statusCode(200)
                .body("result.isError", equalTo(true));
    }
}
