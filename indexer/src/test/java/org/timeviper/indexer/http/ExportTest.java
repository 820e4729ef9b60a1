package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.timeviper.indexer.http.ExpectedProblem.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
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
import org.timeviper.indexer.pipeline.Publishing;

/** Exports over HTTP, of a master in drop-frame timecode that the service itself has indexed. */
@QuarkusTest
@TestProfile(FreshLibrary.class)
class ExportTest {

    private static final double RATE = 30_000 / 1001.0;

    private static String video;

    @Inject
    Library library;

    @Inject
    Publishing publishing;

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
        given().get("/v1/videos/{id}", indexed())
                .then()
                .body("exactFrameRate", equalTo("30000/1001"))
                .body("startTimecode", equalTo("00:59:50;00"))
                .body("variableRate", equalTo(false))
                .body("reel", equalTo("A001C003"));
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

    @Test
    void theManifestOfASelectionIsNamedByNoAddressOfTheService() throws IOException {
        List<String> ids = new ArrayList<>();
        for (double end : new double[] {24, 24, 20}) {
            Map<String, Object> selection = new HashMap<>(selecting(0, end));
            selection.put("format", "iiif");
            ids.add(new ObjectMapper()
                    .readTree(text(post(selection)))
                    .path("id")
                    .asText());
        }
        assertTrue(ids.getFirst().matches("https://selection\\.invalid/[0-9a-f-]{36}"), ids::toString);
        assertEquals(ids.get(0), ids.get(1));
        assertNotEquals(ids.get(0), ids.get(2));
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
        Response tree = post(Map.of(
                "format",
                "csv",
                "search",
                Map.of("query", Map.of("words", caption), "size", 5, "filter", Map.of("video", indexed()))));
        assertEquals(text(response), text(tree));
    }

    @Test
    void aSearchIsExportedAsItIsSearched() throws IOException {
        JsonNode scenes = new ObjectMapper()
                .readTree(given().get("/v1/videos/{id}/timeline", indexed()).asString())
                .path("scenes");
        String first = scenes.path(0).path("caption").asText();
        String last = scenes.path(scenes.size() - 1).path("caption").asText();
        Map<String, Object> ordered = Map.of(
                "then", Map.of("first", Map.of("words", first), "second", Map.of("words", last), "withinSeconds", 20));
        Map<String, Object> filter = Map.of("video", indexed());
        JsonNode found = new ObjectMapper()
                .readTree(given().contentType(ContentType.JSON)
                        .body(Map.of("query", ordered, "filter", filter))
                        .post("/v1/search")
                        .asString());
        assertFalse(found.path("moments").isEmpty(), found::toString);
        Map<String, Object> search = Map.of("query", ordered, "filter", filter, "size", 1000, "verify", true);
        JsonNode exported = new ObjectMapper()
                .readTree(text(post(Map.of("format", "otio", "search", search))))
                .at("/tracks/children/0/children");
        assertEquals(found.path("moments").size(), exported.size());
        assertEquals(
                found.at("/moments/0/caption").asText(),
                exported.path(0).at("/metadata/timeviper/label").asText());
    }

    /** More than a page of a search has. */
    @Test
    void allMomentsOfASearchAreExportedAndNotAPageOfThem() {
        String id = older("many.mov", FreshLibrary.FOLDER.resolve("many.mov"), 6000);
        List<StoredScene> scenes = IntStream.range(0, 150)
                .mapToObj(number -> new StoredScene(
                        id,
                        number,
                        number * 40,
                        number * 40 + 2,
                        "scene",
                        "A turquoise lighthouse.",
                        0.9,
                        2,
                        60,
                        new float[0]))
                .toList();
        library.replaceScenes(id, scenes);
        publishing.publish(id);
        List<Long> pages = new ArrayList<>();
        String cursor = null;
        do {
            JsonPath page = given().queryParams(Map.of("q", "turquoise lighthouse", "video", id, "size", 100))
                    .queryParam("cursor", cursor == null ? List.of() : List.of(cursor))
                    .get("/v1/search")
                    .jsonPath();
            page.getList("moments.start", Double.class).forEach(start -> pages.add(Math.round(start)));
            cursor = page.getString("next");
        } while (cursor != null);
        assertEquals(150, pages.stream().distinct().count());
        List<Long> exported = text(post(Map.of(
                        "format",
                        "csv",
                        "search",
                        Map.of("q", "turquoise lighthouse", "size", 1000, "filter", Map.of("video", id)))))
                .lines()
                .skip(1)
                .map(row -> Math.round(Double.parseDouble(row.split(",")[9])))
                .toList();
        assertEquals(pages, exported);
        given().delete("/v1/videos/{id}", id).then().statusCode(204);
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
        refused(post(Map.of("format", "edl", "search", Map.of("q", "x", "size", 1001))), 400, "'size'");
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
        refused(post(Map.of("format", "edl", "search", Map.of("size", 5))), 400, "'query'");
        refused(
                post(Map.of("format", "edl", "search", Map.of("q", "x", "query", Map.of("words", "x")))),
                400,
                "exclude");
        refused(
                post(Map.of("format", "edl", "search", Map.of("query", Map.of("words", "x", "near", Map.of())))),
                400,
                "'first'");
        refused(post(Map.of("format", "edl", "search", Map.of("query", Map.of()))), 400, "'search.query'");
        refused(post(Map.of("format", "edl", "search", Map.of("q", "a then[x] b"))), 400, "'q' cannot be read");
    }

    /** In the words of who sent it, without the names of the service's classes. */
    @Test
    void whatIsNotTheJsonThatIsExpectedIsNamedByItsPlace() {
        refused(
                post(Map.of("format", "edl", "selections", List.of())),
                400,
                "'selections' is not known here, which takes 'base', 'format', 'page', 'search', 'selection', 'title'.");
        refused(
                post(Map.of("format", "edl", "search", Map.of("words", "x"))),
                400,
                "'search.words' is not known here, which takes 'filter', 'q', 'query', 'size', 'verify'.");
        refused(post(Map.of("format", "edl", "search", List.of("x"))), 400, "'search' must be a JSON object.");
        refused(post(Map.of("format", List.of("edl"))), 400, "'format' must be a text.");
        refused(post(Map.of("format", "edl", "selection", "all")), 400, "'selection' must be a list.");
        refused(
                post(Map.of("format", "edl", "selection", List.of(Map.of("video", "a", "start", "soon")))),
                400,
                "'selection[0].start' must be a number.");
        refused(
                post(Map.of("format", "edl", "search", Map.of("q", "x", "size", "many"))),
                400,
                "'search.size' must be a whole number.");
        refused(
                post(Map.of("format", "edl", "search", Map.of("q", "x", "verify", "please"))),
                400,
                "'search.verify' must be true or false.");
        for (String torn : List.of("{\"format\":\"edl\",\"search\":{\"q\":x}}", "{\"format\":", "[[[", "edl")) {
            refused(
                    given().contentType(ContentType.JSON).body(torn).post("/v1/exports"),
                    400,
                    torn.startsWith("[") ? "The body must be a JSON object." : "The body cannot be read as JSON");
        }
        String deep = "{\"then\":{\"first\":".repeat(200) + "1" + "}}".repeat(200);
        refused(
                given().contentType(ContentType.JSON)
                        .body("{\"format\":\"edl\",\"search\":{\"query\":" + deep + "}}")
                        .post("/v1/exports"),
                400,
                "exceeds the maximum allowed (200)");
    }

    @Test
    void clipsLeadToThePageThatIsAskedFor() throws IOException {
        JsonNode own = new ObjectMapper().readTree(export(indexed(), "jsonld"));
        String here = "http://(localhost|127\\.0\\.0\\.1):\\d+/\\?video=" + indexed();
        assertTrue(own.path("url").asText().matches(here), own::toString);
        assertTrue(own.at("/hasPart/0/url").asText().matches(here + "&t=0"), own::toString);
        assertEquals(200, given().get("/").statusCode());
        String form = "https://site.example/watch/{video}?t={start}";
        JsonNode whole = new ObjectMapper()
                .readTree(given().queryParam("format", "jsonld")
                        .queryParam("page", form)
                        .get("/v1/videos/{id}/export", indexed())
                        .asString());
        JsonNode chosen = new ObjectMapper()
                .readTree(text(post(Map.of(
                        "format",
                        "jsonld",
                        "page",
                        form,
                        "selection",
                        List.of(Map.of("video", indexed(), "start", 12, "end", 14, "label", "a"))))));
        String page = "https://site.example/watch/" + indexed();
        assertEquals(page, whole.path("url").asText());
        assertEquals(page + "?t=0", whole.at("/hasPart/0/url").asText());
        assertEquals(page + "?t=12.012", chosen.at("/hasPart/0/url").asText());
        double before = -1;
        for (JsonNode clip : whole.path("hasPart")) {
            assertTrue(clip.path("startOffset").asDouble() > before, whole::toString);
            before = clip.path("startOffset").asDouble();
        }
        for (String unfit : List.of("https://site.example/", "/watch/{video}?t={start}", "x:{video}{start}")) {
            refused(
                    given().queryParam("format", "jsonld")
                            .queryParam("page", unfit)
                            .get("/v1/videos/{id}/export", indexed()),
                    400,
                    "'page' must be");
            refused(post(Map.of("format", "edl", "page", unfit, "search", Map.of("q", "x"))), 400, "'page' must be");
        }
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
        given().get("/v1/videos/{id}", id)
                .then()
                .body("exactFrameRate", nullValue())
                .body("startTimecode", nullValue())
                .body("variableRate", nullValue())
                .body("reel", nullValue());
        assertTrue(export(id, "edl").contains(" 02:00:00;00 02:00:02;00 "), export(id, "edl"));
        Video known = library.video(id).orElseThrow();
        assertEquals("02:00:00;00", known.slate().timecode());
        assertTrue(known.sound());
        given().get("/v1/videos/{id}", id).then().body("startTimecode", equalTo("02:00:00;00"));
        Files.delete(file);
        assertTrue(export(id, "edl").contains(" 02:00:00;00 "));
        String gone = older("gone.mov", file);
        assertTrue(export(gone, "edl").contains(" 00:00:00;00 00:00:02;00 "), export(gone, "edl"));
        given().delete("/v1/videos/{id}", id).then().statusCode(204);
        given().delete("/v1/videos/{id}", gone).then().statusCode(204);
    }

    private String older(String name, Path file) {
        return older(name, file, 2);
    }

    private String older(String name, Path file, int seconds) {
        String id = UUID.randomUUID().toString();
        Instant now = Instant.now();
        library.add(
                new Video(
                        id,
                        name,
                        file,
                        VideoState.READY,
                        seconds,
                        64,
                        48,
                        29.97,
                        1000,
                        now,
                        seconds,
                        30L * seconds,
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
