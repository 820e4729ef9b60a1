package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.timeviper.api.Problem;
import org.timeviper.indexer.media.TestFilm;

/** A storyboard over HTTP, from its film's upload to its deletion. */
@QuarkusTest
@TestProfile(FreshLibrary.class)
class StoryboardOverHttpTest {

    @Test
    void aStoryboardIsServedWithItsCellsAndGoesWithItsFilm() throws IOException {
        Path file = TestFilm.of(128, 72).write(FreshLibrary.FOLDER.resolve("board.mp4"), 6);
        Response accepted =
                given().multiPart("file", "board.mp4", Files.readAllBytes(file)).post("/v1/videos");
        String id = accepted.path("video.id");
        String job = accepted.path("job.id");
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(
                        () -> given().get("/v1/jobs/{id}", job).<String>path("state"),
                        state -> !state.matches("QUEUED|RUNNING"));
        String cues = given().get("/v1/videos/{id}/storyboard.vtt", id)
                .then()
                .statusCode(200)
                .contentType(startsWith("text/vtt"))
                .body(containsString("00:00:00.000 --> "))
                .body(containsString("\nstoryboard.jpg#xywh=0,0,160,90\n"))
                .extract()
                .asString();
        byte[] sheet = given().get("/v1/videos/{id}/storyboard.jpg", id)
                .then()
                .statusCode(200)
                .contentType("image/jpeg")
                .extract()
                .asByteArray();
        long cells = cues.lines().filter(line -> line.contains("#xywh=")).count();
        var picture = ImageIO.read(new ByteArrayInputStream(sheet));
        assertTrue(picture.getWidth() * picture.getHeight() >= cells * 160 * 90);
        Path media = FreshLibrary.FOLDER.resolve("library/media").resolve(id);
        assertTrue(Files.exists(media.resolve("frames/storyboard.jpg")));
        given().delete("/v1/videos/{id}", id).then().statusCode(204);
        assertTrue(Files.notExists(media));
        given().get("/v1/videos/{id}/storyboard.jpg", id)
                .then()
                .statusCode(404)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", containsString(id));
    }

    @Test
    void aQueryThatCannotBeReadTellsItsPlaceAsANumberToo() {
        given().queryParam("q", "🚗 red car then[soon] white car")
                .get("/v1/search")
                .then()
                .statusCode(400)
                .body("place", equalTo(16))
                .body("detail", startsWith("'q' cannot be read. At character 16"));
        assertEquals(
                false,
                given().get("/v1/videos/nobody")
                        .then()
                        .statusCode(404)
                        .extract()
                        .body()
                        .asString()
                        .contains("place"));
    }
}
