package org.timeviper.indexer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.timeviper.model.checkpoint.Checkpoint;

/** The commands as a user runs them: processes of the packaged application on a library of their own, with the starter model and a film that ships. */
@Execution(ExecutionMode.SAME_THREAD)
class CommandIT {

    @TempDir
    private static Path folder;

    private static Path data;
    private static Path film;
    private static Path noFilm;
    private static PackagedApp.Result indexed;

    @BeforeAll
    static void indexAFilmAndSomethingElse() throws Exception {
        data = folder.resolve("library");
        film = DemoScript.shipped().unpack(folder.resolve("films")).getFirst();
        noFilm = Files.writeString(folder.resolve("notes.mp4"), "These are notes, no film.");
        indexed = PackagedApp.run(
                data,
                "index",
                "--json",
                noFilm.toString(),
                film.toString(),
                "--collection",
                "archive",
                "--tag",
                "sea",
                "--tag",
                "calm water",
                "--language",
                "EN",
                "--meta",
                "rights=owned",
                "--meta",
                "series=Evening News = 1");
    }

    private static void assertQuiet(PackagedApp.Result result) {
        assertFalse(
                result.err().contains("\tat ")
                        || result.err().contains("WARN")
                        || result.err().contains("Exception"),
                result.err());
    }

    @Test
    void aBadFileIsNamedAndTheOthersStillGoOn() throws Exception {
        assertEquals(1, indexed.code(), indexed.err());
        assertTrue(indexed.err().contains("notes.mp4"), indexed.err());
        assertQuiet(indexed);
        JsonNode videos = indexed.json().path("videos");
        assertEquals("failed", videos.get(0).path("state").asText());
        assertEquals("indexed", videos.get(1).path("state").asText());
        assertTrue(videos.get(1).path("scenes").asInt() > 0);
        assertTrue(videos.get(1).path("realTimeFactor").isNumber());
        assertEquals("archive", videos.get(1).path("collection").asText());
        assertEquals("[\"calm water\",\"sea\"]", videos.get(1).path("tags").toString());
        assertEquals("en", videos.get(1).path("language").asText());
        assertEquals("owned", videos.get(1).path("metadata").path("rights").asText());
    }

    @Test
    void searchIsNarrowedDownByWhatIsSaidOfTheFilms() throws Exception {
        String query = DemoScript.shipped().searches().getFirst();
        PackagedApp.Result found = PackagedApp.run(
                data,
                "search",
                "--json",
                "--facets",
                "--collection",
                "archive",
                "--tag",
                "sea",
                "--tag",
                "calm water",
                "--meta",
                "rights:owned",
                "--from",
                "2026-01-01",
                "--min-duration",
                "1",
                query);
        assertEquals(0, found.code(), found.err());
        assertQuiet(found);
        JsonNode best = found.json().path("moments").path(0);
        assertEquals(film.getFileName().toString(), best.path("video").asText());
        assertTrue(best.path("highlights").isArray());
        assertTrue(found.json().path("facets").path("videos").isNumber(), found.out());
        PackagedApp.Result nothing = PackagedApp.run(data, "search", "--json", "--max-duration", "0.5", query);
        assertEquals(0, nothing.code(), nothing.err());
        assertEquals(0, nothing.json().path("moments").size());
        assertTrue(nothing.json().path("message").asText().contains("filters"), nothing.out());
        PackagedApp.Result wrong = PackagedApp.run(data, "search", "--from", "yesterday", query);
        assertEquals(1, wrong.code());
        assertTrue(wrong.err().contains("'from'"), wrong.err());
        assertQuiet(wrong);
    }

    @Test
    void momentsLikeOneAreFoundByTheFilmsName() throws Exception {
        String name = film.getFileName().toString();
        PackagedApp.Result similar = PackagedApp.run(data, "similar", "--json", name, "0:01", "3", "--limit", "2");
        assertEquals(0, similar.code(), similar.err());
        assertQuiet(similar);
        assertFalse(similar.json().path("query").asText().isBlank(), similar.out());
        similar.json()
                .path("moments")
                .forEach(moment -> assertTrue(
                        moment.path("start").asDouble() >= 3
                                || moment.path("end").asDouble() <= 1,
                        similar::out));
        PackagedApp.Result nobody = PackagedApp.run(data, "similar", "nobody.mp4", "1");
        assertEquals(1, nobody.code());
        assertTrue(nobody.err().contains("nobody.mp4"), nobody.err());
    }

    @Test
    void whatIsSaidOfAFilmThatIsAlreadyThereIsChanged() throws Exception {
        PackagedApp.Result result =
                PackagedApp.run(data, "index", "--json", film.toString(), "--language", "fr", "--meta", "id=ABC-123");
        assertEquals(0, result.code(), result.err());
        JsonNode video = result.json().path("videos").get(0);
        assertEquals("present", video.path("state").asText());
        assertEquals("fr", video.path("language").asText());
        assertEquals("archive", video.path("collection").asText());
        assertEquals(
                "{\"id\":\"ABC-123\",\"rights\":\"owned\",\"series\":\"Evening News = 1\"}",
                video.path("metadata").toString());
        PackagedApp.Result found = PackagedApp.run(
                data,
                "search",
                "--json",
                "--language",
                "fr",
                DemoScript.shipped().searches().getFirst());
        assertTrue(found.json().path("moments").size() > 0, found.out());
    }

    @Test
    void aFilmIsExportedByItsNameToTheTerminalAndToAFile() throws Exception {
        String name = film.getFileName().toString();
        PackagedApp.Result edl = PackagedApp.run(data, "export", name, "--format", "edl");
        assertEquals(0, edl.code(), edl.err());
        assertQuiet(edl);
        assertTrue(edl.out().startsWith("TITLE: " + name + "\r\nFCM: "), edl.out());
        Path file = folder.resolve("film.iiif.json");
        PackagedApp.Result iiif = PackagedApp.run(
                data, "export", name, "--format", "iiif", "--base", "https://archive.example", "-o", file.toString());
        assertEquals(0, iiif.code(), iiif.err());
        assertEquals("", iiif.out());
        assertTrue(Files.readString(file).contains("\"https://archive.example/v1/videos/"), iiif.err());
        PackagedApp.Result unknown = PackagedApp.run(data, "export", "nobody.mp4", "--format", "edl");
        assertEquals(1, unknown.code());
        assertTrue(unknown.err().contains("'nobody.mp4'") && unknown.err().contains(name), unknown.err());
        PackagedApp.Result page = PackagedApp.run(
                data, "export", name, "--format", "jsonld", "--page", "https://site.example/{video}?t={start}");
        assertTrue(page.json().path("url").asText().startsWith("https://site.example/"), page.err());
        PackagedApp.Result wrong = PackagedApp.run(data, "export", name, "--format", "avid");
        assertEquals(1, wrong.code());
        assertTrue(wrong.err().contains("edl-ndf"), wrong.err());
    }

    @Test
    void aFilmThatIsAlreadyThereIsNotIndexedTwice() throws Exception {
        PackagedApp.Result result = PackagedApp.run(data, "index", "--json", film.toString());
        assertEquals(0, result.code(), result.err());
        assertEquals(
                "present", result.json().path("videos").get(0).path("state").asText());
    }

    @Test
    void searchFindsWhatWasIndexedWithoutAServiceAndBesideOne() throws Exception {
        String query = DemoScript.shipped().searches().getFirst();
        // The model is not asked, and takes long to load where it is large.
        Map<String, String> modelless =
                Map.of("TIMEVIPER_MODEL_DIR", folder.resolve("no-model").toString());
        PackagedApp.Result alone = PackagedApp.run(data, modelless, "search", "--json", query);
        assertEquals(0, alone.code(), alone.err());
        assertQuiet(alone);
        assertFalse(Files.readString(data.resolve("logs/timeviper.log")).contains("no-model"));
        JsonNode moments = alone.json().path("moments");
        assertTrue(moments.size() > 0, alone.out());
        JsonNode best = moments.get(0);
        assertEquals(film.getFileName().toString(), best.path("video").asText());
        assertTrue(best.path("start").isNumber()
                && best.path("end").isNumber()
                && best.path("score").isNumber());
        assertTrue(best.path("start").asDouble() < best.path("end").asDouble());
        assertFalse(best.path("caption").asText().isBlank());

        try (PackagedApp.Service service = PackagedApp.serve(data)) {
            PackagedApp.Result beside = PackagedApp.run(data, "search", "--json", query);
            assertEquals(0, beside.code(), beside.err());
            JsonNode same = beside.json().path("moments").get(0);
            assertEquals(best.path("caption"), same.path("caption"));
            assertTrue(
                    same.path("link")
                            .asText()
                            .startsWith(service.address().toString().replace("localhost", "127.0.0.1")),
                    beside.out());
        }
    }

    @Test
    void anAnswerNamesTheFilmAndTheSecondsItRestsOn() throws Exception {
        PackagedApp.Result result =
                PackagedApp.run(data, "ask", "--json", DemoScript.shipped().question());
        assertEquals(0, result.code(), result.err());
        assertQuiet(result);
        JsonNode answer = result.json();
        assertFalse(answer.path("answer").asText().isBlank());
        JsonNode part = answer.path("parts").get(0);
        assertEquals(film.getFileName().toString(), part.path("video").asText());
        assertTrue(part.path("start").isNumber() && part.path("framesSeen").asLong() > 0, result.out());
    }

    @Test
    void describeAndGroundWorkWithoutALibrary() throws Exception {
        Path untouched = folder.resolve("untouched");
        PackagedApp.Result described = PackagedApp.run(untouched, "describe", "--json", film.toString());
        assertEquals(0, described.code(), described.err());
        assertQuiet(described);
        assertTrue(described.json().path("duration").asDouble() > 1);
        for (JsonNode event : described.json().path("events")) {
            assertTrue(event.path("start").isNumber()
                    && event.path("end").isNumber()
                    && event.path("caption").isTextual());
        }
        for (String facet : List.of("brief", "detailed", "background", "mainObject", "camera")) {
            assertTrue(described.json().path("film").path(facet).isTextual(), described.out());
        }
        PackagedApp.Result grounded = PackagedApp.run(untouched, "ground", "--json", film.toString(), "the", "film");
        assertEquals(0, grounded.code(), grounded.err());
        assertTrue(grounded.json().path("found").isBoolean());
        assertFalse(Files.exists(untouched.resolve("library.mv.db")));
    }

    @Test
    void anAnswerIsExplainedSecondBySecondWithoutALibrary() throws Exception {
        Path untouched = folder.resolve("unexplained");
        Path maps = folder.resolve("look.safetensors");
        Path plot = folder.resolve("look.svg");
        String question = "What is seen?";
        PackagedApp.Result told = PackagedApp.run(
                untouched,
                "explain",
                film.toString(),
                "--question",
                question,
                "--plot",
                plot.toString(),
                "--maps",
                maps.toString());
        assertEquals(0, told.code(), told.err());
        assertQuiet(told);
        assertTrue(told.out().contains("3 attention") && told.out().contains("0 Mamba"), told.out());
        assertTrue(told.out().contains("% on film") && told.out().contains("heads:"), told.out());
        assertTrue(Files.readString(plot).startsWith("<svg "));
        try (Checkpoint written = Checkpoint.open(maps)) {
            assertEquals(
                    3,
                    written.names().stream()
                            .filter(name -> name.endsWith(".attention_map"))
                            .count());
        }
        PackagedApp.Result again = PackagedApp.run(
                untouched, "explain", film.toString(), "--question", question, "--maps", maps.toString());
        assertEquals(1, again.code());
        assertTrue(again.err().contains("exists already"), again.err());

        PackagedApp.Result result = PackagedApp.run(
                untouched, "explain", "--json", "--heads", film.toString(), "--question", question, "--end", "8");
        assertEquals(0, result.code(), result.err());
        assertQuiet(result);
        JsonNode json = result.json();
        assertFalse(json.path("answer").asText().isBlank());
        assertEquals(8, json.path("end").asDouble());
        assertEquals(8, json.path("seconds").size());
        JsonNode head = json.path("layers").get(0).path("heads").get(0);
        assertEquals(8, head.path("frames").size());
        assertTrue(head.path("kind").asText().matches("sparse|local|global"), result.out());

        PackagedApp.Result wrong =
                PackagedApp.run(untouched, "explain", film.toString(), "--question", question, "--start", "99999");
        assertEquals(1, wrong.code());
        assertTrue(wrong.err().contains("--start 99999"), wrong.err());
        assertQuiet(wrong);
        assertFalse(Files.exists(untouched.resolve("library.mv.db")));
    }

    @Test
    void tokenDroppingIsMeasuredInProcessesOfThePackagedApplication() throws Exception {
        PackagedApp.Result result = PackagedApp.run(
                folder.resolve("unmeasured"),
                "bench",
                "transv",
                "--frames",
                "4",
                "--schedules",
                "none,transv:uni_3_0.25",
                "--repeats",
                "1",
                "--steps",
                "1",
                "--json");
        assertEquals(0, result.code(), result.err());
        assertQuiet(result);
        JsonNode cells = result.json().path("cells");
        assertEquals(64, cells.path(0).path("keptTokens").asInt(), result.out());
        assertEquals(16, cells.path(1).path("keptTokens").asInt(), result.out());
    }

    @Test
    void whatIsNoFilmIsSaidInOneLine() throws Exception {
        for (List<String> command : List.of(List.of("describe"), List.of("ground"))) {
            PackagedApp.Result result = command.contains("ground")
                    ? PackagedApp.run(data, "ground", noFilm.toString(), "a circle")
                    : PackagedApp.run(data, "describe", noFilm.toString());
            assertEquals(1, result.code());
            assertEquals("", result.out());
            assertTrue(result.err().contains("notes.mp4"), result.err());
            assertQuiet(result);
        }
    }

    @Test
    void aTakenPortIsSaidWithOneThatIsFree() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            PackagedApp.Result result = PackagedApp.run(
                    folder.resolve("other"),
                    "serve",
                    "--host",
                    "0.0.0.0",
                    "--port",
                    Integer.toString(taken.getLocalPort()));
            assertEquals(1, result.code());
            assertTrue(result.err().contains("port " + taken.getLocalPort() + " is taken"), result.err());
            assertTrue(result.err().contains("--port "), result.err());
        }
    }
}
