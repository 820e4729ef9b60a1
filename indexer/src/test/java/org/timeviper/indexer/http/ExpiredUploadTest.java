package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.timeviper.indexer.http.ExpectedProblem.problem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.library.Uploads;

/** Uploads that nobody goes on with do not fill the disk, and only so many are under way. */
@QuarkusTest
@TestProfile(ExpiredUploadTest.Brief.class)
class ExpiredUploadTest {

    private static final Path FOLDER = folder();

    /** A service that waits a quarter of a minute for an upload to go on, and has room for two. */
    public static final class Brief implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "timeviper.data", FOLDER.toString(),
                    "timeviper.upload.expires", "15s",
                    "timeviper.upload.most-under-way", "2",
                    "timeviper.upload.max-size", "1000000G",
                    "quarkus.http.test-port", "0");
        }
    }

    @Inject
    Uploads uploads;

    @Test
    void anUploadThatNobodyGoesOnWithIsRemovedFromDiskAndLibrary() throws IOException {
        String one = begin().then().statusCode(201).extract().header("Location");
        begin().then().statusCode(201);
        begin().then()
                .statusCode(503)
                .header("Retry-After", "60")
                .body("detail", containsString("timeviper.upload.most-under-way"));
        given().header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", 0)
                .contentType(UploadsEndpoint.BYTES)
                .body(new byte[100_000])
                .patch(one)
                .then()
                .statusCode(204);
        assertEquals(2, left().size());
        Awaitility.await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            given().get(one).then().statusCode(404).body("detail", containsString("expired"));
            assertEquals(List.of(), left());
        });
        begin().then().statusCode(201).header("Tus-Resumable", equalTo("1.0.0"));
    }

    /** Each of them would find room alone. */
    @Test
    void uploadsTogetherAreNotPromisedMoreThanTheDiskHas() {
        long most = uploads.room() / 5 * 3;
        String one = begin(most).then().statusCode(201).extract().header("Location");
        problem(begin(most), 507).body("detail", containsString("under way"));
        given().header("Tus-Resumable", "1.0.0").delete(one).then().statusCode(204);
        String other = begin(most).then().statusCode(201).extract().header("Location");
        given().header("Tus-Resumable", "1.0.0").delete(other).then().statusCode(204);
    }

    private static Response begin() {
        return begin(200_000);
    }

    private static Response begin(long size) {
        return given().header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", size)
                .post("/v1/uploads");
    }

    private static List<Path> left() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER.resolve("uploads"))) {
            return files.filter(Files::isRegularFile).toList();
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
