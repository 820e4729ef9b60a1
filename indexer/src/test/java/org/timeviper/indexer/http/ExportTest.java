package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.timeviper.indexer.http.ExpectedProblem.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.awt.Color;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.timeviper.api.JobState;
import org.timeviper.api.ProblemCode;
import org.timeviper.api.VideoState;
import org.timeviper.indexer.export.format.ExportFormat;
import org.timeviper.indexer.export.marker.Label;
import org.timeviper.indexer.library.Attributes;
import org.timeviper.indexer.library.Job;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.indexer.library.UnpublishedVideo;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.media.TestFilm;

/** Exports over HTTP, of a master in drop-frame timecode that the service itself has indexed. */
@QuarkusTest
@TestProfile(FreshLibrary.class)
class ExportTest {

    private static final double RATE = 30_000 / 1001.0;

    private static String video;

    @Inject
    Library library;

    /** A red disc on white for twelve seconds, then a blue square on black: the 719 frames that begin within 24 seconds. */
    private static synchronized String indexed() throws IOException {
        if (video == null) {
            Path file = TestFilm.of(320, 240)
                    .rate(RATE)
                    .timecode("00:59:50;00")
                    .reel("A001C003")
                    .painted((screen, second) -> {
                        boolean early = second < 12;
                        screen.setColor(early ? Color.WHITE : Color.BLACK);
                        screen.fillRect(0, 0, 320, 240);
                        screen.setColor(early ? Color.RED : Color.BLUE);
                        if (early) {
                            screen.fillOval(100, 60, 120, 120);
                        } else {
                            screen.fillRect(100, 60, 120, 120);
                        }
                    })
                    .write(FreshLibrary.FOLDER.resolve("master.mov"), 24);
            Response accepted = given().multiPart("file", "master.mov", Files.readAllBytes(file))
                    .post("/v1/videos");
            assertEquals(201, accepted.statusCode(), accepted.asString());
            String job = accepted.path("job.id");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(
                            () -> given().get("/v1/jobs/{id}", job).<String>path("state"),
                            state -> !state.matches("QUEUED|RUNNING"));
            given().get("/v1/jobs/{id}", job).then().body("state", equalTo("DONE"));
            video = accepted.path("video.id");
        }
        return video;
    }

    private static String export(String id, String format) {
        Response response = given().queryParam("format", format).get("/v1/videos/{id}/export", id);
        assertEquals(200, response.statusCode(), response.asString());
        return new String(response.asByteArray(), StandardCharsets.UTF_8);
    }

    private static Response post(Map<String, Object> request) {
        return given().contentType(ContentType.JSON).body(request).post("/v1/exports");
    }

    private static ValidatableResponse refused(Response response, int status, String why) {
        return problem(response, status).body("detail", containsString(why));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "YOUTUBE")
    void everyFormatComesWithItsTypeAndASafeName(ExportFormat format) throws IOException {
        Response response = given().queryParam("format", format.word()).get("/v1/videos/{id}/export", indexed());
        assertEquals(200, response.statusCode(), response.asString());
        assertEquals(plain(format.mediaType()), plain(response.contentType()));
        assertEquals("nosniff", response.header("X-Content-Type-Options"));
        String name = response.header("Content-Disposition");
        assertEquals(
                "attachment; filename=\"master.%1$s\"; filename*=UTF-8''master.%1$s".formatted(format.extension()),
                name);
        assertTrue(response.asByteArray().length > 20);
    }

    private static String plain(String mediaType) {
        return mediaType.toLowerCase(Locale.ROOT).replace(" ", "");
    }

    @Test
    void theFilmIsCountedFromItsOwnTimecodeAtItsExactRate() throws IOException {
        String edl = export(indexed(), "edl");
        assertTrue(edl.contains("FCM: DROP FRAME\r\n"), edl);
        List<String> events =
                edl.lines().filter(line -> line.matches("\\d{3}  .*")).toList();
        assertFalse(events.isEmpty());
        assertTrue(events.getFirst().startsWith("001  A001C003 V     C        00:59:50;00 "), edl);
        assertTrue(events.getLast().endsWith(" 01:00:13;29"), edl); // 719 frames, of which 300 before the hour
        assertTrue(edl.contains("* LOC: "), edl);
        JsonNode otio = new ObjectMapper().readTree(export(indexed(), "otio"));
        assertEquals(RATE, otio.path("global_start_time").path("rate").asDouble(), 1e-12);
        assertTrue(export(indexed(), "fcpxml").contains("frameDuration=\"1001/30000s\""));
        assertTrue(export(indexed(), "vtt").contains("30000/1001 frames a second, first frame 00:59:50;00"));
        Video known = library.video(indexed()).orElseThrow();
        assertEquals("30000/1001", known.slate().rate().toString());
        assertFalse(known.slate().variable());
    }

    @Test
    void linksBeginWithTheAddressThatIsAskedForElseTheRequestsOwn() throws IOException {
        JsonNode manifest = new ObjectMapper().readTree(export(indexed(), "iiif"));
        String own = manifest.path("id").asText();
        String here = "http://(localhost|127\\.0\\.0\\.1):\\d+/v1/videos/";
        assertTrue(own.matches(here + indexed() + "/export.format=iiif"), own);
        given().queryParam("format", "iiif")
                .queryParam("base", "https://archive.example/a")
                .get("/v1/videos/{id}/export", indexed())
                .then()
                .statusCode(200)
                .body("id", equalTo("https://archive.example/a/v1/videos/" + indexed() + "/export?format=iiif"));
        for (String base : List.of("archive", "javascript:alert(1)", "https://", "http://a b/", "https://a/?q")) {
            refused(
                    given().queryParam("format", "iiif")
                            .queryParam("base", base)
                            .get("/v1/videos/{id}/export", indexed()),
                    400,
                    "'base'");
        }
    }

    @Test
    void aSelectionIsExportedInItsOrderWithItsLabels() throws IOException {
        JsonNode scene = new ObjectMapper()
                .readTree(given().get("/v1/videos/{id}/timeline", indexed()).asString())
                .path("scenes")
                .path(0);
        Response response = post(Map.of(
                "format", "edl",
                "title", "../../Bëst: of\n\"2026\" 映画",
                "selection",
                        List.of(
                                Map.of("video", indexed(), "start", 15.0, "end", 16.0, "label", "mine\n--> first"),
                                Map.of(
                                        "video",
                                        indexed(),
                                        "start",
                                        scene.path("start").asDouble(),
                                        "end",
                                        scene.path("end").asDouble()))));
        response.then()
                .statusCode(200)
                .header(
                        "Content-Disposition",
                        equalTo("attachment; filename=\"B_st of 2026 __.edl\";"
                                + " filename*=UTF-8''B%C3%ABst%20of%202026%20%E6%98%A0%E7%94%BB.edl"));
        String edl = new String(response.asByteArray(), StandardCharsets.UTF_8);
        assertTrue(edl.startsWith("TITLE: ../../Bëst: of \"2026\" 映画\r\n"), edl);
        assertTrue(edl.contains("01:00:00;00 01:00:01;00\r\n"), edl);
        String said = new Label(scene.path("caption").asText()).within(200);
        assertFalse(said.isEmpty());
        assertEquals(
                List.of("* LOC: 01:00:00;00 RED     mine --> first", "* LOC: 01:00:01;00 RED     " + said),
                edl.lines().filter(line -> line.startsWith("* LOC: ")).toList());
    }

    /** Disks that count bytes take 255 of them. */
    @Test
    void theNameOfAFileFitsADiskInEveryScript() throws IOException {
        for (String letter : List.of("a", "映", "é", "𠮷")) {
            String title = letter.repeat(200 / letter.length());
            Response response = post(Map.of(
                    "format",
                    "iiif",
                    "title",
                    title,
                    "selection",
                    List.of(Map.of("video", indexed(), "start", 0, "end", 1))));
            String encoded = response.header("Content-Disposition").replaceFirst(".*UTF-8''", "");
            String name = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
            int length = name.getBytes(StandardCharsets.UTF_8).length;
            assertTrue(length <= 255 && length > 200, name);
            assertTrue(name.matches(letter + "+…?\\.iiif\\.json"), name);
        }
    }

    @Test
    void aSpanThatEndsFarBehindTheFilmEndsWithTheFilm() throws IOException {
        String whole = text(post(selecting(0, 24)));
        for (double far : new double[] {1e18, 1e300}) {
            assertEquals(whole, text(post(selecting(0, far))));
        }
    }

    private static Map<String, Object> selecting(double start, double end) throws IOException {
        return Map.of(
                "format",
                "edl",
                "selection",
                List.of(Map.of("video", indexed(), "start", start, "end", end, "label", "all")));
    }

    private static String text(Response response) {
        assertEquals(200, response.statusCode(), response.asString());
        return new String(response.asByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void whatASearchFindsIsExported() throws IOException {
        String caption = given().get("/v1/videos/{id}/timeline", indexed()).path("scenes[0].caption");
        Response response = post(Map.of(
                "format", "csv", "search", Map.of("q", caption, "size", 5, "filter", Map.of("video", indexed()))));
        response.then().statusCode(200).contentType(startsWith("text/csv"));
        assertTrue(
                new String(response.asByteArray(), StandardCharsets.UTF_8).contains(",moment,"), response.asString());
    }

    @Test
    void whatCannotBeExportedIsNamed() throws IOException {
        Map<String, Object> span = Map.of("video", indexed(), "start", 1, "end", 2);
        refused(given().get("/v1/videos/{id}/export", indexed()), 400, "'format'");
        refused(given().queryParam("format", "avid").get("/v1/videos/{id}/export", indexed()), 400, "edl-ndf");
        refused(given().queryParam("format", "edl").get("/v1/videos/{id}/export", "nobody"), 404, "nobody");
        refused(given().queryParam("format", "youtube").get("/v1/videos/{id}/export", indexed()), 400, "three or more");
        refused(post(Map.of("format", "edl")), 400, "'selection'");
        refused(post(Map.of("format", "edl", "selection", List.of(span), "search", Map.of("q", "x"))), 400, "exclude");
        refused(
                post(Map.of("format", "edl", "selection", List.of(Map.of("video", "nobody", "start", 0, "end", 1)))),
                404,
                "nobody");
        refused(
                post(Map.of("format", "edl", "selection", List.of(Map.of("video", indexed(), "start", 2, "end", 1)))),
                400,
                "from 2.000 to 1.000");
        refused(
                post(Map.of(
                        "format", "edl", "selection", List.of(Map.of("video", indexed(), "start", 99, "end", 100)))),
                400,
                "99.000");
        refused(
                post(Map.of("format", "edl", "selection", List.of(Map.of("video", indexed(), "start", -1, "end", 1)))),
                400,
                "'start'");
        refused(post(Map.of("format", "edl", "search", Map.of("q", " "))), 400, "'q'");
        refused(post(Map.of("format", "edl", "search", Map.of("q", "x", "size", 1000))), 400, "'size'");
        refused(
                post(Map.of("format", "edl", "search", Map.of("q", "x", "filter", Map.of("from", "yesterday")))),
                400,
                "'from'");
        refused(
                post(Map.of(
                        "format",
                        "edl",
                        "search",
                        Map.of("q", "x", "filter", Map.of("collections", List.of("none such"))))),
                404,
                "nothing to export");
        refused(post(Map.of("format", "edl", "selections", List.of(span))), 400, "selections");
    }

    @Test
    void whatCouldNotBeIndexedSaysWhy() throws IOException {
        String id = UnpublishedVideo.add(library, FreshLibrary.FOLDER.resolve("torn.mov"));
        library.finish(id, ProblemCode.MEDIA_TRUNCATED, "torn.mov is cut off: its index is missing.");
        String why = "torn.mov could not be indexed, so index it again: torn.mov is cut off: its index is missing.";
        refused(given().queryParam("format", "edl").get("/v1/videos/{id}/export", id), 409, why);
        given().delete("/v1/videos/{id}", id).then().statusCode(204);
    }

    /** An editing system looks for the file, and knows nothing of what people call it here. */
    @Test
    void aFilmIsLookedForUnderTheNameOfItsFile() throws IOException {
        assertTrue(export(indexed(), "edl").contains("* FROM CLIP NAME: master.mov\r\n"));
        Path file = FreshLibrary.sample("snow.mp4", FreshLibrary.FOLDER.resolve("original.snow.m4v"));
        String id = older("Snow, v1.2", file);
        assertTrue(export(id, "edl").contains("* FROM CLIP NAME: original.snow.m4v\r\n"), export(id, "edl"));
        assertTrue(export(id, "fcpxml").contains("src=\"./original.snow.m4v\""), export(id, "fcpxml"));
        JsonNode otio = new ObjectMapper().readTree(export(id, "otio"));
        assertEquals("./original.snow.m4v", otio.findValue("target_url").asText());
        given().delete("/v1/videos/{id}", id).then().statusCode(204);
    }

    /** Its row knows a rounded rate alone; the file knows the rest. */
    @Test
    void aVideoOfAnOlderReleaseIsAskedForItsTimecodeOnce() throws IOException {
        Path file = TestFilm.of(64, 48)
                .rate(RATE)
                .timecode("02:00:00;00")
                .sound()
                .write(FreshLibrary.FOLDER.resolve("older.mov"), 2);
        String id = older("older.mov", file);
        assertTrue(export(id, "edl").contains(" 02:00:00;00 02:00:02;00 "), export(id, "edl"));
        Video known = library.video(id).orElseThrow();
        assertEquals("02:00:00;00", known.slate().timecode());
        assertTrue(known.sound());
        Files.delete(file);
        assertTrue(export(id, "edl").contains(" 02:00:00;00 "));
        String gone = older("gone.mov", file);
        assertTrue(export(gone, "edl").contains(" 00:00:00;00 00:00:02;00 "), export(gone, "edl"));
        given().delete("/v1/videos/{id}", id).then().statusCode(204);
        given().delete("/v1/videos/{id}", gone).then().statusCode(204);
    }

    private String older(String name, Path file) {
        String id = UUID.randomUUID().toString();
        Instant now = Instant.now();
        library.add(
                new Video(
                        id,
                        name,
                        file,
                        VideoState.READY,
                        2,
                        64,
                        48,
                        29.97,
                        1000,
                        now,
                        2,
                        60,
                        null,
                        null,
                        id,
                        Attributes.NONE,
                        false,
                        null,
                        null),
                new Job(id, id, JobState.DONE, "publish", 100, null, null, null, now, now));
        library.replaceScenes(id, List.of(new StoredScene(id, 0, 0, 2, "scene", "Grey.", 0.9, 2, 60, new float[0])));
        return id;
    }
}
