package org.timeviper.indexer.http;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.timeviper.api.Problem;

/** What every refusal looks like, whichever request it answers. */
final class ExpectedProblem {

    private ExpectedProblem() {}

    /** A problem detail that says what is wrong and shows nothing of the service's insides. */
    static ValidatableResponse problem(Response response, int status) {
        String body = response.asString();
        assertFalse(body.contains("\tat ") || body.contains("Exception"), body);
        assertFalse(body.contains("org.timeviper.") || body.contains("java.") || body.contains("jackson"), body);
        return response.then()
                .statusCode(status)
                .contentType(Problem.MEDIA_TYPE)
                .body("status", equalTo(status))
                .body("title", notNullValue())
                .body("type", startsWith("/problems/"))
                .body("detail", notNullValue());
    }
}
