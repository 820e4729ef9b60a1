package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.timeviper.indexer.http.ExpectedProblem.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.api.Accepted;
import org.timeviper.api.AskEvent;
import org.timeviper.api.AskRequest;
import org.timeviper.api.Citation;
import org.timeviper.api.GroundRequest;
import org.timeviper.api.HitRef;
import org.timeviper.api.JobState;
import org.timeviper.api.JobView;
import org.timeviper.api.MetadataFilter;
import org.timeviper.api.ProblemCode;
import org.timeviper.api.QueryExpression;
import org.timeviper.api.SearchRequest;
import org.timeviper.api.SearchResults;
import org.timeviper.api.VideoChange;
import org.timeviper.api.VideoFilter;
import org.timeviper.api.VideoState;
import org.timeviper.client.ClientOptions;
import org.timeviper.client.EventStream;
import org.timeviper.client.TimeViperClient;
import org.timeviper.client.TimeViperException;
import org.timeviper.indexer.library.FinishedPart;
import org.timeviper.indexer.library.Library;
import org.timeviper.model.task.VideoTasks;

/** The service over HTTP, whole: its own database, files, decoder, model and index. */
@QuarkusTest
@TestProfile(FreshLibrary.class)
class ServiceTest {

    private static final String FILM = "boat.mp4";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The film that most tests look at, indexed by the first of them. */
    private static String video;

    @Inject
    Library library;

    // ---- the way of a film

    @Test
    void anUploadedFilmIsIndexedStepByStepAndFound() {
        String id = indexed();
        assertEquals(
                List.of("probe", "sample", "describe", "ground", "embed", "publish"),
                library.finishedParts(id).stream()
                        .map(FinishedPart::step)
                        .distinct()
                        .toList());
        String caption = given().get("/v1/videos/{id}/timeline", id)
                .then()
                .statusCode(200)
                .body("framesSeen", equalTo(30))
                .body("framesTotal", equalTo(750))
                .body("scenes.size()", greaterThan(0))
                .extract()
                .path("scenes[0].caption");
        given().queryParam("q", caption)
                .queryParam("video", id)
                .get("/v1/search")
                .then()
                .statusCode(200)
                .body("moments[0].video", equalTo(id))
                .body("moments[0].name", equalTo(FILM))
                .body("moments[0].play", startsWith("/v1/videos/" + id + "/media#t="))
                .body("moments[0].framesSeen", greaterThan(0));
    }

    @Test
    void progressIsToldUntilTheJobEndsAndThenTheStreamEnds() throws IOException {
        Response accepted = upload("morning.mp4", sample("morning.mp4"));
        assertEquals(201, accepted.statusCode());
        String job = accepted.path("job.id");
        assertTrue(accepted.header("Location").endsWith("/v1/jobs/" + job));
        List<JsonNode> views = events(given().get("/v1/jobs/{id}/events", job));
        List<Double> percents =
                views.stream().map(view -> view.path("percent").asDouble()).toList();
        assertEquals(percents.stream().sorted().toList(), percents);
        assertTrue(views.size() > 2, views::toString);
        assertEquals("DONE", views.getLast().path("state").asText());
        assertEquals(100, views.getLast().path("percent").asDouble());
        delete(accepted.path("video.id"));
    }

    @Test
    void captionsAreWebVttWithinTheFilm() {
        String text = given().get("/v1/videos/{id}/captions.vtt", indexed())
                .then()
                .statusCode(200)
                .contentType(startsWith("text/vtt"))
                .extract()
                .asString();
        assertTrue(text.startsWith("WEBVTT\n\n"), text);
        List<String> cues = text.lines().filter(line -> line.contains(" --> ")).toList();
        assertFalse(cues.isEmpty());
        cues.forEach(cue -> {
            assertTrue(cue.matches("00:00:\\d\\d\\.\\d{3} --> 00:00:\\d\\d\\.\\d{3}"), cue);
            assertTrue(cue.substring(0, 12).compareTo(cue.substring(17)) < 0, cue);
        });
    }

    @Test
    void aThumbnailIsAPictureOfTheSecondThatIsAskedFor() throws IOException {
        byte[] early = picture(0);
        byte[] late = picture(29);
        assertFalse(Arrays.equals(early, late));
        assertEquals(384, ImageIO.read(new ByteArrayInputStream(early)).getWidth());
        assertArrayEquals(late, picture(1e9));
    }

    private byte[] picture(double second) {
        return given().queryParam("t", second)
                .get("/v1/videos/{id}/thumbnail", indexed())
                .then()
                .statusCode(200)
                .contentType("image/jpeg")
                .extract()
                .asByteArray();
    }

    @Test
    void aDescriptionIsGroundedWithinTheFilmOrSaidNotToBeSeen() {
        JsonNode result = json(given().contentType(ContentType.JSON)
                .body("{\"description\":\"a boat\"}")
                .post("/v1/videos/{id}/ground", indexed()));
        assertEquals(30, result.path("framesSeen").asInt());
        assertTrue(result.path("message").asText().contains("30 of 750 frames"), result::toString);
        if (result.path("found").asBoolean()) {
            assertTrue(result.path("start").asDouble() < result.path("end").asDouble());
            assertTrue(result.path("end").asDouble() <= 30);
        } else {
            String message = result.path("message").asText();
            assertTrue(message.startsWith(VideoTasks.notShown()) || message.startsWith(VideoTasks.notSure()), message);
        }
    }

    @Test
    void aQuestionIsAnsweredInOnePieceAndAsAStreamWithTheSameWords() throws IOException {
        String question =
                "{\"question\":\"What is seen?\",\"hits\":[{\"video\":\"" + indexed() + "\",\"start\":0,\"end\":10}]}";
        JsonNode whole = json(given().contentType(ContentType.JSON)
                .accept(ContentType.JSON)
                .body(question)
                .post("/v1/ask"));
        assertFalse(whole.path("answer").asText().isBlank());
        JsonNode citation = whole.path("parts").path(0).path("citation");
        assertEquals(video, citation.path("video").asText());
        assertEquals(10, citation.path("framesSeen").asInt());
        assertEquals(250, citation.path("framesTotal").asInt());

        List<JsonNode> events = events(given().contentType(ContentType.JSON)
                .accept("text/event-stream")
                .body(question)
                .post("/v1/ask"));
        assertTrue(
                events.stream()
                        .map(event -> event.path("type").asText())
                        .collect(Collectors.joining(" "))
                        .matches("looking( token)* citation part done"),
                events::toString);
        JsonNode part = events.get(events.size() - 2).path("part");
        assertEquals(whole.path("parts").path(0), part);
        assertEquals(part.path("citation"), events.get(events.size() - 3).path("citation"));
        assertEquals(whole, events.getLast().path("result"));
        assertEquals(whole.path("shown").asBoolean(), whole.path("refusal").isNull(), whole::toString);
    }

    /** The heart is seen in the second hit alone; a place could be said of either. */
    @Test
    void ofSeveralHitsThoseThatDoNotShowTheThingInQuestionSaySo() throws IOException {
        JsonNode answer = json(asking("{\"question\":\"Where is the blue heart?\",\"hits\":[{\"video\":\"" + indexed()
                + "\",\"start\":0,\"end\":8},{\"video\":\"" + indexed() + "\",\"start\":14,\"end\":22}]}"));
        JsonNode there = answer.path("parts").path(0);
        JsonNode elsewhere = answer.path("parts").path(1);
        assertEquals(14, there.path("citation").path("start").asDouble(), answer::toString);
        assertEquals(0, elsewhere.path("citation").path("start").asDouble());
        assertEquals(VideoTasks.notShown(), elsewhere.path("text").asText(), answer::toString);
        assertFalse(elsewhere.path("shown").asBoolean());
        assertEquals(8, elsewhere.path("citation").path("framesSeen").asInt());
        assertEquals(there.path("text").asText(), answer.path("answer").asText());
    }

    @Test
    void anAnswerIsExplainedSecondBySecond() {
        String question = "{\"question\":\"What is seen?\",\"start\":2,\"end\":10%s}";
        JsonNode explained = json(explaining(indexed(), question.formatted("")));
        JsonNode asked = json(asking("{\"question\":\"What is seen?\",\"hits\":[{\"video\":\"" + indexed()
                + "\",\"start\":2,\"end\":10}]}"));
        assertEquals(
                asked.path("parts").path(0).path("text").asText(),
                explained.path("shown").asBoolean()
                                || explained.path("answer").asText().equals(VideoTasks.notSure())
                        ? explained.path("answer").asText()
                        : VideoTasks.notShown());
        assertEquals(8, explained.path("framesSeen").asInt());
        assertEquals(200, explained.path("framesTotal").asInt());
        assertEquals(8, explained.path("seconds").size());
        assertEquals(2, explained.path("seconds").path(0).asDouble());
        assertEquals(1, sum(explained.path("attention")), 1e-4);
        assertEquals(1, sum(explained.path("mamba")), 1e-4);
        assertFalse(explained.path("message").asText().isBlank());
        for (JsonNode layer : explained.path("layers")) {
            assertTrue(layer.path("kind").asText().matches("attention|mamba"), layer::toString);
            assertEquals(layer.path("vision").asDouble(), sum(layer.path("frames")), 1e-4);
            double all = layer.path("vision").asDouble()
                    + layer.path("prompt").asDouble()
                    + layer.path("answer").asDouble();
            assertEquals(1, all, 1e-4);
            assertTrue(layer.path("heads").path(0).path("frames").isNull(), layer::toString);
        }
        for (JsonNode moment : explained.path("moments")) {
            assertTrue(
                    moment.path("start").asDouble() >= 2 && moment.path("end").asDouble() <= 10, moment::toString);
            given().get(moment.path("thumbnail").asText())
                    .then()
                    .statusCode(200)
                    .contentType("image/jpeg");
        }
        JsonNode heads = json(explaining(indexed(), question.formatted(",\"heads\":true")));
        JsonNode head = heads.path("layers").path(0).path("heads").path(0);
        assertEquals(head.path("vision").asDouble(), sum(head.path("frames")), 1e-4);
    }

    private static double sum(JsonNode numbers) {
        double sum = 0;
        for (JsonNode number : numbers) {
            sum += number.asDouble();
        }
        return sum;
    }

    private static Response explaining(String id, String body) {
        return given().contentType(ContentType.JSON).body(body).post("/v1/videos/{id}/explanations", id);
    }

    @Test
    void anExplanationIsAPictureThatRunsNothing() {
        String svg = given().queryParam("question", "What is <b>seen</b>?")
                .get("/v1/videos/{id}/explanation.svg", indexed())
                .then()
                .statusCode(200)
                .contentType(startsWith("image/svg+xml"))
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .extract()
                .asString();
        assertTrue(svg.startsWith("<svg "), svg.substring(0, 100));
        assertTrue(svg.contains("What is &lt;b&gt;seen&lt;/b&gt;?"));
        assertTrue(svg.contains("layer 3 · attention"));
    }

    @Test
    void anExplanationThatCannotBeGivenIsRefused() {
        problem(explaining("x", "{\"question\":\"What?\"}"), 404);
        problem(explaining(indexed(), "{\"question\":\" \"}"), 400).body("detail", containsString("'question'"));
        problem(explaining(indexed(), "{\"question\":\"What?\",\"start\":-1}"), 400)
                .body("detail", containsString("'start'"));
        problem(explaining(indexed(), "{\"question\":\"What?\",\"start\":9,\"end\":3}"), 400)
                .body("detail", containsString("before 'end'"));
        problem(explaining(indexed(), "{\"question\":\"What?\",\"start\":31}"), 400)
                .body("detail", containsString("30"));
        problem(given().get("/v1/videos/{id}/explanation.svg", indexed()), 400)
                .body("detail", containsString("'question'"));
        problem(given().get("/v1/videos/{id}/explanation.svg?question=What&start=soon", indexed()), 400)
                .body("detail", containsString("'start' must be a number"));
    }

    // ---- media

    @Test
    void mediaIsServedWholeInPartsAndFromItsEnd() throws IOException {
        byte[] film = sample(FILM);
        String path = "/v1/videos/" + indexed() + "/media";
        assertArrayEquals(
                film,
                when().get(path)
                        .then()
                        .statusCode(200)
                        .contentType("video/mp4")
                        .header("Accept-Ranges", "bytes")
                        .extract()
                        .asByteArray());
        assertArrayEquals(Arrays.copyOfRange(film, 1000, 2000), range(path, "bytes=1000-1999", film.length, 1000));
        assertArrayEquals(
                Arrays.copyOfRange(film, film.length - 500, film.length),
                range(path, "bytes=-500", film.length, film.length - 500));
        assertArrayEquals(
                Arrays.copyOfRange(film, film.length - 7, film.length),
                range(path, "bytes=" + (film.length - 7) + "-99999999", film.length, film.length - 7));
        when().head(path).then().statusCode(200).header("Content-Length", Integer.toString(film.length));
    }

    private static byte[] range(String path, String range, int size, int first) {
        ValidatableResponse response =
                given().header("Range", range).get(path).then().statusCode(206);
        byte[] part = response.extract().asByteArray();
        response.header("Content-Range", "bytes " + first + "-" + (first + part.length - 1) + "/" + size);
        return part;
    }

    @Test
    void aRangeOutsideTheFilmIsRefusedWithItsSize() throws IOException {
        int size = sample(FILM).length;
        problem(given().header("Range", "bytes=" + size + "-").get("/v1/videos/{id}/media", indexed()), 416)
                .header("Content-Range", "bytes */" + size)
                .body("detail", containsString(size + " bytes"));
    }

    @Test
    void aRangeOfAnotherVersionMeansTheWholeFilm() throws IOException {
        given().header("Range", "bytes=0-9")
                .header("If-Range", "\"another\"")
                .get("/v1/videos/{id}/media", indexed())
                .then()
                .statusCode(200)
                .header("Content-Length", Integer.toString(sample(FILM).length));
    }

    @Test
    void severalRangesAtOnceMeanTheWholeFilm() {
        given().header("Range", "bytes=0-1,5-6")
                .get("/v1/videos/{id}/media", indexed())
                .then()
                .statusCode(200);
    }

    // ---- deleting

    @Test
    void aDeletedVideoIsGoneFromLibraryDiskAndIndex() throws IOException {
        Response accepted = upload("island.mp4", sample("island.mp4"));
        String id = accepted.path("video.id");
        finished(accepted.path("job.id"));
        Path folder = FreshLibrary.FOLDER.resolve("library").resolve("media").resolve(id);
        assertTrue(Files.exists(folder));
        delete(id);
        problem(given().get("/v1/videos/{id}", id), 404);
        problem(given().get("/v1/videos/{id}/media", id), 404);
        problem(given().delete("/v1/videos/{id}", id), 404);
        assertFalse(Files.exists(folder));
        given().queryParam("q", "an island").get("/v1/search").then().body("moments.video", not(hasItem(id)));
    }

    @Test
    void aVideoThatIsDeletedWhileItIsIndexedLeavesNothing() throws IOException {
        Response accepted = upload("snow.mp4", sample("snow.mp4"));
        String id = accepted.path("video.id");
        delete(id);
        problem(given().get("/v1/jobs/{id}", accepted.<String>path("job.id")), 404);
        given().queryParam("q", "snow").get("/v1/search").then().body("moments.video", not(hasItem(id)));
    }

    // ---- what is not taken in

    @Test
    void whatIsNoFilmIsNamedAndNothingOfItIsKept() {
        String text = "These are notes.";
        long before = library.countVideos();
        problem(upload("notes.mp4", text.getBytes(StandardCharsets.UTF_8)), 422)
                .body("detail", startsWith("notes.mp4 is not a film"));
        problem(upload("empty.mp4", new byte[0]), 422).body("detail", containsString("empty.mp4 is empty"));
        assertEquals(before, library.countVideos());
    }

    @Test
    void aFilmWithoutItsTableOfContentsIsNamed() throws IOException {
        problem(upload("cut.mp4", Arrays.copyOf(sample(FILM), 4000)), 422).body("detail", containsString("cut.mp4"));
    }

    @Test
    void aFilmThatEndsEarlyIsIndexedAsFarAsItGoes() throws IOException {
        byte[] film = sample(FILM);
        Response accepted = upload("half.mp4", Arrays.copyOf(film, film.length / 2));
        String id = accepted.path("video.id");
        finished(accepted.path("job.id"));
        float seconds = given().get("/v1/videos/{id}", id).path("durationSeconds");
        assertTrue(seconds > 1 && seconds < 29, () -> seconds + " s");
        delete(id);
    }

    @Test
    void aFileNameCannotLeadOutOfTheMediaFolder() throws IOException {
        Response accepted = upload("../../../etc/..\\evil/../boat.sh;rm", sample(FILM));
        assertEquals(201, accepted.statusCode());
        assertEquals("boat.sh;rm", accepted.path("video.name"));
        delete(accepted.path("video.id"));
    }

    @Test
    void anUploadWithoutAFileIsToldWhatIsMissing() {
        problem(given().multiPart("film", "x.mp4", new byte[] {1}).post("/v1/videos"), 400)
                .body("detail", containsString("'file'"));
    }

    @Test
    void anUploadOverTheLimitIsRefusedWithTheLimit() {
        problem(upload("big.mp4", new byte[FreshLibrary.MOST_BYTES + 1]), 413)
                .body("detail", containsString("2 MiB"))
                .body("detail", containsString("timeviper.upload.max-size"));
    }

    @Test
    void aDeclaredLengthOfFourGigabytesIsRefusedBeforeAByteIsSent() throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(
                            ("POST /v1/videos HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                                            + "Content-Length: " + (4L << 30) + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
            assertTrue(answer.contains("2 MiB"), answer);
        }
    }

    @Test
    void anUploadOfUnknownLengthStopsAtTheLimitAndLeavesNothing() throws IOException {
        byte[] chunk = new byte[1 << 16];
        StringBuilder answer = new StringBuilder();
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(20_000);
            var out = socket.getOutputStream();
            out.write(
                    "POST /v1/videos HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nTransfer-Encoding: chunked\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] head =
                    "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\nContent-Type: video/mp4\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII);
            chunk(out, head);
            try {
                for (int sent = 0; sent < FreshLibrary.MOST_BYTES * 2; sent += chunk.length) {
                    chunk(out, chunk);
                }
            } catch (IOException e) {
                answer.append("[the service hung up while it was sent to] ");
            }
            try {
                answer.append(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
            } catch (SocketTimeoutException e) {
                answer.insert(0, "it was left waiting: ");
            } catch (IOException e) {
                answer.append("[and took its answer along]");
            }
        }
        assertTrue(answer.toString().contains("413") || answer.toString().startsWith("["), answer::toString);
        Path incoming = FreshLibrary.FOLDER.resolve("library").resolve("incoming");
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            try (var left = Files.list(incoming)) {
                assertEquals(List.of(), left.toList());
            }
        });
    }

    private static void chunk(java.io.OutputStream out, byte[] bytes) throws IOException {
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    // ---- imports

    @Test
    void aFileBelowTheImportFolderIsRegisteredWhereItLies() {
        Response accepted = importing("2026/winter.mp4");
        assertEquals(201, accepted.statusCode());
        String id = accepted.path("video.id");
        finished(accepted.path("job.id"));
        delete(id);
        assertTrue(Files.exists(FreshLibrary.FOLDER.resolve("import/2026/winter.mp4")));
    }

    @Test
    void aPathThatLeadsOutOfTheImportFolderIsRefused() {
        for (String path : List.of("../secret.mp4", "out.mp4", "2026/../../secret.mp4", "/etc/passwd")) {
            problem(importing(path), 403).body("detail", containsString("import folder"));
        }
        problem(importing("nothing.mp4"), 404).body("detail", containsString("nothing.mp4"));
        problem(importing("notes.txt"), 422).body("detail", containsString("notes.txt"));
        problem(importing("a\\u0000b"), 400);
        problem(importing("2026"), 422);
        problem(importing(""), 400).body("detail", containsString("'path'"));
    }

    @Test
    void importsByAddressAreOffUnlessHostsAreListed() {
        problem(
                        given().contentType(ContentType.JSON)
                                .body("{\"url\":\"https://media.example.org/film.mp4\"}")
                                .post("/v1/videos/import"),
                        403)
                .body("detail", containsString("timeviper.import.hosts"));
    }

    private static Response importing(String path) {
        return given().contentType(ContentType.JSON)
                .body("{\"path\":\"" + path + "\"}")
                .post("/v1/videos/import");
    }

    // ---- bad requests

    @Test
    void whatIsNotThereIs404() {
        for (String path : List.of(
                "/v1/nothing",
                "/nothing",
                "/v1/videos/no-uuid",
                "/v1/videos/a%00b",
                "/v1/videos/00000000-0000-0000-0000-000000000000",
                "/v1/videos/" + "x".repeat(3000),
                "/v1/videos/x/timeline",
                "/v1/videos/x/captions.vtt",
                "/v1/videos/x/media",
                "/v1/videos/x/thumbnail",
                "/v1/jobs/x",
                "/v1/jobs/x/events",
                "/v1/search?q=boat&video=x")) {
            problem(given().urlEncodingEnabled(false).get(path), 404).body("instance", notNullValue());
        }
    }

    @Test
    void aBadParameterIsNamed() {
        problem(given().get("/v1/search"), 400).body("detail", containsString("'q'"));
        problem(given().queryParam("q", " ").get("/v1/search"), 400).body("detail", containsString("'q'"));
        problem(given().queryParam("q", "x".repeat(1001)).get("/v1/search"), 400)
                .body("detail", containsString("1001 characters"));
        problem(given().get("/v1/search?q=boat&size=0"), 400).body("detail", containsString("'size'"));
        problem(given().get("/v1/search?q=boat&size=many"), 400)
                .body("detail", containsString("'size' must be a number"));
        problem(given().get("/v1/videos?size=100000"), 400).body("detail", containsString("'size'"));
        problem(given().get("/v1/videos/{id}/thumbnail?t=soon", indexed()), 400)
                .body("detail", containsString("'t' must be a number"));
    }

    @Test
    void aQuestionOfAHundredThousandCharactersIsRefused() {
        problem(asking("{\"question\":\"" + "a".repeat(100_000) + "\"}"), 400)
                .body("detail", containsString("'question'"))
                .body("detail", containsString("100000 characters"));
    }

    @Test
    void aBodyThatIsNotWhatIsExpectedIsExplained() {
        problem(asking("{"), 400).body("detail", containsString("JSON"));
        problem(asking(""), 400);
        problem(asking("[]"), 400).body("detail", containsString("JSON"));
        problem(asking("{\"question\":{}}"), 400).body("detail", containsString("'question'"));
        problem(asking("{\"question\":\"What?\",\"colour\":1}"), 400).body("detail", containsString("colour"));
        problem(asking("{\"question\":\"What?\",\"hits\":[null]}"), 400).body("detail", containsString("hits"));
        problem(asking("{\"question\":\"What?\",\"hits\":[{\"video\":\"x\",\"start\":0,\"end\":1}]}"), 404)
                .body("detail", containsString("x"));
        problem(
                        asking("{\"question\":\"What?\",\"hits\":[{\"video\":\"" + indexed()
                                + "\",\"start\":5,\"end\":1}]}"),
                        400)
                .body("detail", containsString("no span"));
    }

    private static Response asking(String body) {
        return given().contentType(ContentType.JSON)
                .accept(ContentType.JSON)
                .body(body)
                .post("/v1/ask");
    }

    @Test
    void methodAndMediaTypesThatAreNotTakenAreSaid() {
        problem(given().patch("/v1/videos"), 405);
        problem(given().accept("image/png").get("/v1/videos"), 406);
        problem(given().contentType("text/plain").body("x").post("/v1/ask"), 415);
    }

    @Test
    void aQueryOfOnlyCommonWordsIsToldSo() {
        indexed();
        given().queryParam("q", "the of and")
                .get("/v1/search")
                .then()
                .statusCode(200)
                .body("confident", equalTo(false))
                .body("moments.size()", equalTo(0))
                .body("message", containsString("only common words"));
    }

    // ---- operations

    @Test
    void healthSaysWhatIsThere() {
        indexed();
        when().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks[0].data.scenes", greaterThan(0))
                .body("checks[0].data.problem", nullValue());
    }

    @Test
    void metricsCountJobsFramesStepsAndSearches() {
        given().queryParam("q", "boat").queryParam("video", indexed()).get("/v1/search");
        String metrics =
                when().get("/q/metrics").then().statusCode(200).extract().asString();
        for (String name : List.of(
                "timeviper_jobs{state=\"done\"}",
                "timeviper_frames_total",
                "timeviper_looks_total{from=\"pictures\"}",
                "timeviper_step_seconds_count{step=\"describe\"}",
                "timeviper_search_seconds_count",
                "timeviper_scenes",
                "timeviper_videos")) {
            String line = metrics.lines()
                    .filter(candidate -> candidate.startsWith(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(name + " is missing in\n" + metrics));
            assertTrue(Double.parseDouble(line.substring(line.lastIndexOf(' '))) > 0, line);
        }
    }

    /** What a typed client cannot say it does not do. */
    private static void theHeadersAndRefusalsOfWritesAreAmongIt(JsonNode paths) {
        for (String path : List.of(
                "/v1/videos",
                "/v1/videos/import",
                "/v1/uploads",
                "/v1/ask",
                "/v1/videos/{id}/reindex",
                "/v1/jobs/{id}/cancel",
                "/v1/jobs/{id}/retry")) {
            assertTrue(
                    parameters(paths.at("/" + path.replace("/", "~1") + "/post"))
                            .contains("Idempotency-Key"),
                    path);
        }
        JsonNode video = paths.path("/v1/videos/{id}");
        for (String method : List.of("patch", "delete")) {
            assertTrue(parameters(video.path(method)).contains("If-Match"), method);
            assertTrue(video.path(method).path("responses").has("412"), method);
        }
        assertTrue(
                video.at("/patch/responses/200/content").toString().contains("VideoView"),
                video.path("patch")::toString);
        JsonNode answer = paths.at("/~1v1~1ask/post/responses/200/content");
        assertTrue(answer.path("application/json").toString().contains("AskResult"), answer::toString);
        assertTrue(answer.path("text/event-stream").toString().contains("AskEvent"), answer::toString);
        for (String path : List.of("/v1/videos", "/v1/jobs", "/v1/scenes", "/v1/conversations/{id}")) {
            assertTrue(paths.path(path).at("/get/responses").has("304"), path);
        }
        assertTrue(video.at("/get/responses").has("304"));
        assertTrue(video.at("/get/responses/200/content").toString().contains("VideoView"));
    }

    private static List<String> parameters(JsonNode operation) {
        List<String> names = new ArrayList<>();
        operation
                .path("parameters")
                .forEach(parameter -> names.add(parameter.path("name").asText()));
        return names;
    }

    @Test
    void whatTheServiceCanSayIsWrongIsListedInTheContractAndInTheGuideToIt() throws IOException {
        String guide = Files.readString(Path.of("../api/README.md"));
        assertTrue(guide.contains(ProblemCode.listed()), () -> "api/README.md lacks\n" + ProblemCode.listed());
        String described = json(given().queryParam("format", "json").get("/q/openapi"))
                .at("/components/schemas/Problem/properties/code/description")
                .asText();
        assertTrue(described.endsWith(ProblemCode.listed()), described);
        problem(given().queryParam("q", "\"red car\" then").get("/v1/search"), 400)
                .body("code", equalTo("query-thing-missing"))
                .body("parameters", equalTo(Map.of("relation", "then", "side", "after")))
                .body("place", equalTo(10));
        problem(given().get("/v1/jobs/none"), 404)
                .body("code", equalTo("job-unknown"))
                .body("parameters", nullValue());
    }

    @Test
    void theContractIsPublishedAsOpenApi() {
        JsonNode paths =
                json(given().queryParam("format", "json").get("/q/openapi")).path("paths");
        for (String path : List.of(
                "/v1/videos",
                "/v1/videos/import",
                "/v1/uploads",
                "/v1/uploads/{id}",
                "/v1/videos/{id}",
                "/v1/videos/{id}/media",
                "/v1/videos/{id}/thumbnail",
                "/v1/videos/{id}/timeline",
                "/v1/videos/{id}/captions.vtt",
                "/v1/videos/{id}/export",
                "/v1/exports",
                "/v1/videos/{id}/ground",
                "/v1/videos/{id}/explanations",
                "/v1/videos/{id}/explanation.svg",
                "/v1/jobs",
                "/v1/jobs/{id}",
                "/v1/jobs/{id}/cancel",
                "/v1/jobs/{id}/retry",
                "/v1/jobs/{id}/events",
                "/v1/videos/{id}/reindex",
                "/v1/search",
                "/v1/ask",
                "/v1/conversations/{id}")) {
            assertTrue(paths.has(path), path);
        }
        theHeadersAndRefusalsOfWritesAreAmongIt(paths);
    }

    @Test
    void thePublishedContractLeavesNothingUnsaid() {
        assertEquals(
                List.of(),
                OpenApiGaps.of(json(given().queryParam("format", "json").get("/q/openapi"))));
    }

    // ---- a Java program

    @Test
    void aJavaProgramUploadsFollowsSearchesGroundsAsksAndDeletes(@TempDir Path folder) throws IOException {
        Path film = FreshLibrary.sample("island.mp4", folder.resolve("island.mp4"));
        try (TimeViperClient client = connected()) {
            Accepted accepted = client.upload(
                    film, new VideoChange("trips", List.of("sea", "自然"), "en", Map.of("rights", "owned")));
            String id = accepted.video().id();
            assertEquals("island.mp4", accepted.video().name());
            assertEquals(List.of("sea", "自然"), accepted.video().tags());
            List<JobView> views = new ArrayList<>();
            try (EventStream<JobView> events = client.jobEvents(accepted.job().id())) {
                events.forEach(views::add);
            }
            assertEquals(JobState.DONE, views.getLast().state(), views::toString);
            assertEquals(JobState.DONE, client.awaitEnd(accepted.job().id()).state());
            assertEquals(VideoState.READY, client.videos().video(id).state());

            String caption = client.videos().timeline(id).scenes().getFirst().caption();
            SearchResults found = client.search().search(caption, 3, null, of("trips"), false, true);
            assertEquals(id, found.moments().getFirst().video());
            assertEquals("trips", found.facets().collections().getFirst().value());
            assertEquals(
                    found.moments(),
                    client.search()
                            .searchFor(new SearchRequest(
                                    QueryExpression.words(caption), 3, null, of("trips"), false, false))
                            .moments());
            assertEquals(
                    id,
                    client.videos().ground(id, new GroundRequest("an island")).video());

            AskRequest question = new AskRequest("What is seen?", List.of(new HitRef(id, 0, 5)));
            List<AskEvent> events = new ArrayList<>();
            try (EventStream<AskEvent> answer = client.askStreaming(question)) {
                answer.forEach(events::add);
            }
            assertTrue(
                    events.getFirst() instanceof AskEvent.Looking(Citation where)
                            && where.video().equals(id),
                    events::toString);
            assertEquals(new AskEvent.Done(client.ask().answer(question, null)), events.getLast());

            try (var csv = client.videos().export(id, "csv", null, null)) {
                assertTrue(csv.readEntity(String.class).contains("island.mp4"));
            }
            try (var deleted = client.videos().delete(id, null)) {
                assertEquals(204, deleted.getStatus());
            }
            assertEquals(
                    404,
                    assertThrows(TimeViperException.class, () -> client.videos().video(id))
                            .status());
        }
    }

    private static VideoFilter of(String collection) {
        MetadataFilter owned = MetadataFilter.of(Map.of("rights", List.of("owned")));
        return new VideoFilter(null, List.of(collection), null, null, owned, null, null, null, null, null);
    }

    @Test
    void aJavaProgramFetchesFilmsAndPictures(@TempDir Path folder) throws IOException {
        byte[] film = sample(FILM);
        Path file = folder.resolve("fetched");
        try (TimeViperClient client = connected()) {
            client.media(indexed(), file);
            assertArrayEquals(film, Files.readAllBytes(file));
            client.media(indexed(), film.length - 100, 1000, file);
            assertArrayEquals(Arrays.copyOfRange(film, film.length - 100, film.length), Files.readAllBytes(file));
            client.thumbnail(indexed(), 29, file);
            assertArrayEquals(picture(29), Files.readAllBytes(file));
            TimeViperException beyond = assertThrows(
                    TimeViperException.class, () -> client.media(indexed(), film.length, 1, folder.resolve("none")));
            assertEquals(416, beyond.status());
            assertFalse(Files.exists(folder.resolve("none")));
        }
    }

    @Test
    void aJavaProgramIsToldWhatIsWrong(@TempDir Path folder) throws IOException {
        try (TimeViperClient client = connected()) {
            List<Runnable> unknown = List.of(
                    () -> client.videos().timeline("x"),
                    () -> client.videos().captions("x"),
                    () -> client.videos().delete("x", null),
                    () -> client.jobEvents("x"),
                    () -> client.askStreaming(new AskRequest("What?", List.of(new HitRef("x", 0, 1)))));
            for (Runnable call : unknown) {
                TimeViperException e = assertThrows(TimeViperException.class, call::run);
                assertEquals(404, e.status());
                assertEquals("Not found", e.title());
                assertTrue(e.detail().matches("(?s).*\\bx\\b.*"), e::detail);
            }
            TimeViperException query = assertThrows(TimeViperException.class, () -> client.search()
                    .search("\"red\" then[", 10, null, null, false, false));
            assertEquals(400, query.status());
            assertTrue(query.detail().contains("'q'"), query::detail);
            assertEquals(
                    ProblemCode.QUERY_BRACKET_OPEN,
                    ProblemCode.of(query.code().orElseThrow()).orElseThrow());
            Path notes = Files.writeString(folder.resolve("notes.mp4"), "These are notes.");
            TimeViperException noFilm = assertThrows(TimeViperException.class, () -> client.upload(notes, null));
            assertEquals(422, noFilm.status());
            assertTrue(noFilm.detail().contains("notes.mp4"), noFilm::detail);
        }
    }

    @Test
    void aJavaProgramGivesAQuestionUpByClosingItsStream() {
        AskRequest whole = new AskRequest("What is seen?", List.of(new HitRef(indexed(), 0, 30)));
        List<AskEvent> heard = new ArrayList<>();
        try (TimeViperClient client = connected()) {
            EventStream<AskEvent> answer = client.askStreaming(whole);
            answer.forEach(event -> {
                heard.add(event);
                answer.close();
            });
            assertEquals(1, heard.size(), heard::toString);
            assertTrue(answer.next().isEmpty());
            assertEquals("What is seen?", client.ask().answer(whole, null).question());
        }
    }

    private static TimeViperClient connected() {
        return TimeViperClient.connect(URI.create("http://localhost:" + RestAssured.port), ClientOptions.defaults());
    }

    // ---- the usual

    private static synchronized String indexed() {
        if (video == null) {
            Response accepted = upload(FILM, sampleOrFail());
            assertEquals(201, accepted.statusCode(), accepted.asString());
            finished(accepted.path("job.id"));
            video = accepted.path("video.id");
        }
        return video;
    }

    private static void finished(String job) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> given().get("/v1/jobs/{id}", job).<String>path("state"),
                        state -> !state.matches("QUEUED|RUNNING"));
        given().get("/v1/jobs/{id}", job).then().body("state", equalTo("DONE")).body("problem", nullValue());
    }

    private static void delete(String id) {
        given().delete("/v1/videos/{id}", id).then().statusCode(204);
    }

    private static Response upload(String name, byte[] bytes) {
        return given().multiPart("file", name, bytes).post("/v1/videos");
    }

    private static byte[] sampleOrFail() {
        try {
            return sample(FILM);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] sample(String name) throws IOException {
        try (var film = ServiceTest.class.getResourceAsStream("/samples/" + name)) {
            return film.readAllBytes();
        }
    }

    private static JsonNode json(Response response) {
        assertEquals(200, response.statusCode(), response.asString());
        return parse(response.asString());
    }

    private static List<JsonNode> events(Response response) {
        assertEquals(200, response.statusCode(), response.asString());
        List<JsonNode> events = new ArrayList<>();
        response.asString()
                .lines()
                .filter(line -> line.startsWith("data:"))
                .forEach(line -> events.add(parse(line.substring(5))));
        return events;
    }

    private static JsonNode parse(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }
}
