package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.timeviper.indexer.http.ExpectedProblem.problem;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.library.Uploads;

/** Uploads that nobody goes on with do not fill the disk, and only so many are under way. */
@QuarkusTest
@TestProfile(ExpiredUploadTest.Brief.class)
class ExpiredUploadTest {

    private static final Path FOLDER = folder();

    /** A service that waits two seconds for the next byte of a request and eight for an upload to go on, takes one request at a time and has room for two uploads. */
    public static final class Brief implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "timeviper.data", FOLDER.toString(),
                    "timeviper.upload.expires", "8s",
                    "timeviper.upload.most-under-way", "2",
                    "timeviper.upload.max-size", "1000000G",
                    "quarkus.http.read-timeout", "2s",
                    "timeviper.load.uploads", "1",
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

    /** As one whose client sleeps, or whose network is gone without a word. */
    @Test
    void anUploadThatComesToAStandstillEndsAndWhatHasComeIsKept() throws Exception {
        String address = begin().then().statusCode(201).extract().header("Location");
        HttpClient client = PausedUpload.overHttp2();
        HttpRequest.Builder request = request(address)
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", "0")
                .header("Content-Type", UploadsEndpoint.BYTES);
        try (PausedUpload still = new PausedUpload(client, request, "PATCH")) {
            still.send(new byte[50_000], 0, 50_000);
            assertThrows(ExecutionException.class, still::answer);
        }
        // And another may come: it is told what is wrong with it, and not that there are too many.
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> given().header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", 7)
                .contentType(UploadsEndpoint.BYTES)
                .body(new byte[1])
                .patch(address)
                .then()
                .statusCode(409));
        given().header("Tus-Resumable", "1.0.0")
                .head(address)
                .then()
                .statusCode(200)
                .header("Upload-Offset", equalTo("50000"));
        given().header("Tus-Resumable", "1.0.0").delete(address).then().statusCode(204);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path));
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
