package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.bytedeco.ffmpeg.global.avcodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.api.Problem;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.media.FilmBytes;
import org.timeviper.indexer.media.TestFilm;

/** Films that are broken, boastful or hostile are refused with a problem that names them, or their job ends; the service serves on. */
@QuarkusTest
@TestProfile(FreshLibrary.class)
class DifficultUploadTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    @Inject
    Library library;

    @AfterEach
    void theServiceServesOnAndTakesAGoodFilm() throws IOException {
        given().get("/q/health/live").then().statusCode(200);
        Response accepted = upload("good.mp4", Files.readAllBytes(small().write(folder.resolve("good.mp4"), 1)));
        assertEquals(201, accepted.statusCode(), accepted::asString);
        delete(accepted.path("video.id"));
    }

    @Test
    void soundAloneIsRefused() throws IOException {
        refused("song.mp4", Files.readAllBytes(TestFilm.soundOnly(folder.resolve("song.mp4"), 2)), "sound only");
    }

    @Test
    void aStreamWithoutPicturesIsRefused() {
        byte[] hollow = FilmBytes.of(small().write(folder.resolve("film.mp4"), 2))
                .withoutPictures()
                .bytes();
        refused("hollow.mp4", hollow, "without a single picture");
    }

    @Test
    void anAbsurdPictureIsRefused() {
        Path film = small().codec(avcodec.AV_CODEC_ID_MJPEG).write(folder.resolve("film.mp4"), 1);
        refused("huge.mp4", FilmBytes.of(film).jpegSize(60_000, 60_000).bytes(), "larger than is allowed");
    }

    @Test
    void anUnknownCodecIsRefused() {
        Path film = small().codec(avcodec.AV_CODEC_ID_H264).write(folder.resolve("film.mp4"), 1);
        refused("odd.mp4", FilmBytes.of(film).codec("avc1", "zzzz").bytes(), "codec");
    }

    @Test
    void aPlaylistOfTheServicesOwnFilesIsRefused() {
        Path secret = small().write(folder.resolve("secret.ts"), 1);
        String list = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1.0,\n" + secret.toUri() + "\n#EXT-X-ENDLIST\n";
        refused("list.m3u8", list.getBytes(StandardCharsets.US_ASCII), "is not a film");
    }

    @Test
    void aFilmThatClaimsTenHoursIsIndexedAtItsTrueLength() {
        byte[] boastful = FilmBytes.of(small().write(folder.resolve("film.mkv"), 10))
                .matroskaClaiming(36_000)
                .bytes();
        Response accepted = upload("boastful.mkv", boastful);
        assertEquals("DONE", ended(accepted).path("state"));
        float seconds = given().get("/v1/videos/{id}", accepted.<String>path("video.id"))
                .path("durationSeconds");
        assertEquals(10, seconds, 0.2);
        delete(accepted.path("video.id"));
    }

    @Test
    void aTimestampThatLeapsHoursAheadDoesNotFillTheDisk() throws IOException {
        double[] seconds = IntStream.range(0, 41)
                .mapToDouble(i -> i == 40 ? 100_000 : i / 10.0)
                .toArray();
        Response accepted = upload("leap.mkv", Files.readAllBytes(small().write(folder.resolve("leap.mkv"), seconds)));
        assertEquals("DONE", ended(accepted).path("state"));
        String id = accepted.path("video.id");
        try (Stream<Path> pictures = Files.list(
                FreshLibrary.FOLDER.resolve("library/media").resolve(id).resolve("frames"))) {
            assertTrue(pictures.count() < 50);
        }
        delete(id);
    }

    @Test
    void aFilmWhosePicturesAreMissingFailsUnderItsOwnName() throws IOException {
        Path bare = small().write(folder.resolve("bare.avi"), new double[0]);
        Response accepted = upload("bare.avi", Files.readAllBytes(bare));
        Response job = ended(accepted);
        assertEquals("FAILED", job.path("state"));
        assertTrue(job.<String>path("problem").startsWith("bare.avi has a video stream without"), job::asString);
        delete(accepted.path("video.id"));
    }

    @Test
    void aFileNameOfAnyLettersAndLengthIsTaken() throws Exception {
        byte[] film = Files.readAllBytes(small().write(folder.resolve("film.mp4"), 1));
        for (String name :
                List.of("Ünïcödé – 映画.mp4", "映".repeat(300) + ".mp4", "🎬".repeat(150) + "x.mp4", "a\tb%0A.mp4")) {
            HttpResponse<String> response = raw(name, film);
            assertEquals(201, response.statusCode(), () -> name + ": " + response.body());
            JsonNode video = new ObjectMapper().readTree(response.body()).path("video");
            String called = video.path("name").asText();
            assertTrue(name.replace("\t", "").endsWith(called), () -> name + " became " + called);
            assertFalse(Character.isLowSurrogate(called.charAt(0)), () -> "half a letter begins " + called);
            delete(video.path("id").asText());
        }
    }

    @Test
    void aRefusedFileWithALongNameIsStillNamed() throws Exception {
        HttpResponse<String> response = raw("映".repeat(300) + ".mp4", "no film".getBytes(StandardCharsets.UTF_8));
        assertEquals(422, response.statusCode(), response::body);
        assertTrue(response.body().contains("映映映.mp4 is not a film"), response::body);
    }

    @Test
    void aLineBreakInAFileNameIsNoFailureOfTheService() throws Exception {
        byte[] film = Files.readAllBytes(small().write(folder.resolve("film.mp4"), 1));
        HttpResponse<String> response = raw("a\r\nX-Other: b.mp4", film);
        assertTrue(response.statusCode() < 500, response::body);
        library.videos(0, 100).stream()
                .filter(video -> video.name().startsWith("a"))
                .forEach(video -> delete(video.id()));
    }

    private static TestFilm small() {
        return TestFilm.of(64, 48);
    }

    private void refused(String name, byte[] film, String reason) {
        Response response = upload(name, film);
        response.then()
                .statusCode(422)
                .contentType(Problem.MEDIA_TYPE)
                .body("title", equalTo("Unreadable media"))
                .body("detail", startsWith(name + " "));
        assertTrue(response.<String>path("detail").contains(reason), response::asString);
        assertTrue(
                library.videos(0, 100).stream().noneMatch(video -> video.name().equals(name)));
    }

    private static Response upload(String name, byte[] film) {
        return given().multiPart("file", name, film).post("/v1/videos");
    }

    /** Waits for the job of an accepted film. */
    private static Response ended(Response accepted) {
        assertEquals(201, accepted.statusCode(), accepted::asString);
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> given().get("/v1/jobs/{id}", accepted.<String>path("job.id")),
                        job -> job.<String>path("state").matches("DONE|FAILED"));
    }

    private static void delete(String id) {
        given().delete("/v1/videos/{id}", id).then().statusCode(204);
    }

    /** Uploads under a name that is sent as it is, in UTF-8. */
    private static HttpResponse<String> raw(String name, byte[] film) throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n"
                        + "Content-Type: video/mp4\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(film);
        body.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/v1/videos"))
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
