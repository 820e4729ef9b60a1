package org.timeviper.indexer.mcp;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever runs the service can keep assistants out of it. */
@QuarkusTest
@TestProfile(AssistantsKeptOutTest.KeptOut.class)
class AssistantsKeptOutTest {

    /** A service without assistants, and with no model to load. */
    public static final class KeptOut implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "timeviper.data", "target/kept-out",
                    "timeviper.model.wake-at-start", "false",
                    "timeviper.mcp.enabled", "false",
                    "quarkus.http.test-port", "0");
        }
    }

    @Test
    void thereIsNothingAtTheirAddress() {
        given().contentType("application/json")
                .accept("application/json, text/event-stream")
                .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")
                .post("/mcp")
                .then()
                .statusCode(404)
                .body("detail", containsString("timeviper.mcp.enabled"));
    }
}
