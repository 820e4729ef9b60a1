package org.timeviper.indexer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How commands list, cancel and retry jobs, import films and go on with a search, at a service that answers as the real one does. */
class JobsCommandTest {

    private static final String FILM = "00000000-0000-0000-0000-000000000001";
    private static final String RUNNING = "00000000-0000-0000-0000-00000000000a";
    private static final String FAILED = "00000000-0000-0000-0000-00000000000b";

    private final RecordedTerminal terminal = new RecordedTerminal();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    private Path folder;

    private HttpServer service;
    private int reindexed;
    private DataFolder.Lock serving;

    @BeforeEach
    void serve() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/v1/", this::answer);
        service.start();
        serving = new DataFolder(folder).lockForServing().orElseThrow();
        Files.writeString(
                folder.resolve("service.json"),
                "{\"port\":" + service.getAddress().getPort() + "}");
    }

    @AfterEach
    void end() {
        serving.close();
        service.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(asked + (sent.isEmpty() ? "" : " " + sent));
        boolean refused = asked.contains("/" + FAILED + "/cancel") || sent.contains("other.example.org");
        byte[] body = (refused ? "{\"detail\":\"It is refused: here is why.\"}" : content(asked))
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(refused ? 409 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String content(String asked) {
        if (asked.contains("/v1/jobs?")) {
            String jobs = asked.contains("state=failed")
                    ? job(FAILED, "FAILED")
                    : job(RUNNING, "RUNNING") + "," + job(FAILED, "FAILED");
            return "{\"jobs\":[" + jobs + "],\"total\":30}";
        }
        if (asked.contains("/v1/jobs/")) {
            return asked.endsWith("/retry") ? job(FAILED, "QUEUED") : job(RUNNING, "CANCELLED");
        }
        if (asked.contains("/v1/videos/reindex")) {
            reindexed++;
            return "{\"jobs\":[" + (reindexed < 3 ? job(RUNNING, "QUEUED") : "") + "],\"left\":"
                    + (2 - Math.min(2, reindexed)) + "}";
        }
        if (asked.endsWith("/reindex")) {
            return job(RUNNING, "QUEUED");
        }
        if (asked.contains("/v1/search?") || asked.contains("/similar?")) {
            boolean first = !asked.contains("cursor=");
            return "{\"query\":\"boat\",\"confident\":true,\"moments\":[{\"video\":\"" + FILM
                    + "\",\"name\":\"boat.mp4\",\"start\":1,\"end\":2,\"caption\":\"a boat\",\"highlights\":[],\"why\":\"it is one\","
                    + "\"parts\":[],\"play\":\"/play\"}],\"from\":" + (first ? 0 : 1)
                    + ",\"total\":2,\"totalExact\":" + !first + ",\"next\":" + (first ? "\"bmV4dA\"" : "null") + "}";
        }
        if (asked.contains("/import")) {
            return "{\"video\":{\"id\":\"" + FILM + "\"},\"job\":" + job(RUNNING, "DONE") + "}";
        }
        if (asked.contains("/v1/search?")) {
            return "{\"query\":\"boat\",\"confident\":false,\"message\":\"Nothing like it.\",\"moments\":[]}";
        }
        if (asked.contains("/timeline")) {
            return "{\"scenes\":[]}";
        }
        return asked.contains("/v1/videos?")
                ? "{\"videos\":[],\"total\":0}"
                : "{\"id\":\"" + FILM + "\",\"name\":\"boat.mp4\",\"durationSeconds\":6,\"tags\":[]}";
    }

    private static String job(String id, String state) {
        return "{\"id\":\"" + id + "\",\"videoId\":\"" + FILM + "\",\"state\":\"" + state
                + "\",\"step\":\"describe\",\"percent\":41.7,\"problem\":"
                + (state.equals("FAILED") ? "\"boat.mp4 is damaged\"" : "null")
                + ",\"createdAt\":\"2026-05-01T10:00:00Z\",\"updatedAt\":\"2026-05-01T10:00:00Z\"}";
    }

    private int run(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--data", folder.toString()));
        return terminal.run(line.toArray(String[]::new));
    }

    @Test
    void jobsAreListedWithTheirFilmsAndWhatIsWrongWithThem() {
        assertEquals(0, run("jobs"), terminal.err());
        assertEquals(
                List.of(
                        RUNNING + "  boat.mp4  running, describe, 42 %",
                        FAILED + "  boat.mp4  failed: boat.mp4 is damaged",
                        "2 of 30; --limit 30 shows all"),
                terminal.out().lines().toList());
        assertTrue(requests.contains("GET /v1/jobs?size=20"), requests::toString);
        assertEquals(
                1, requests.stream().filter(("GET /v1/videos/" + FILM)::equals).count(), "each film is asked for once");
    }

    @Test
    void aListingIsNarrowedDownAndReadByMachines() throws IOException {
        assertEquals(0, run("jobs", "--json", "--state", "failed", "--limit", "5", "--video", FILM), terminal.err());
        JsonNode listing = new ObjectMapper().readTree(terminal.out());
        assertEquals(30, listing.path("total").asInt());
        JsonNode job = listing.path("jobs").path(0);
        assertEquals("failed", job.path("state").asText());
        assertEquals("boat.mp4", job.path("film").asText());
        assertEquals("boat.mp4 is damaged", job.path("problem").asText());
        assertTrue(requests.contains("GET /v1/jobs?size=5&state=failed&video=" + FILM), requests::toString);
    }

    @Test
    void aJobIsCancelledAndRetriedAndARefusalIsAFailureInTheServicesWords() {
        assertEquals(0, run("jobs", "cancel", RUNNING), terminal.err());
        assertTrue(terminal.out().contains("timeviper jobs retry " + RUNNING), terminal.out());
        assertEquals(0, run("jobs", "retry", FAILED), terminal.err());
        assertTrue(terminal.out().contains(FAILED + " waits"), terminal.out());
        assertTrue(
                requests.containsAll(
                        List.of("POST /v1/jobs/" + RUNNING + "/cancel", "POST /v1/jobs/" + FAILED + "/retry")),
                requests::toString);
        assertEquals(1, run("jobs", "cancel", FAILED));
        assertTrue(terminal.err().contains("here is why"), terminal.err());
        assertEquals(2, run("jobs", "cancel"));
        assertTrue(terminal.err().contains("ID"), terminal.err());
        assertEquals(2, run("jobs", "begin", FAILED));
    }

    @Test
    void allThatAnotherModelHasDescribedIsQueuedPageByPageAndOneFilmByItsName() {
        assertEquals(0, run("reindex", "--stale"), terminal.err());
        assertTrue(terminal.out().startsWith("2 films wait"), terminal.out());
        assertEquals(0, run("reindex", "--stale"), terminal.err());
        assertTrue(terminal.out().startsWith("There is nothing"), terminal.out());
        assertEquals(
                3,
                requests.stream()
                        .filter("POST /v1/videos/reindex?size=500"::equals)
                        .count());
        assertEquals(0, run("reindex", FILM, "--json"), terminal.err());
        assertTrue(requests.contains("POST /v1/videos/" + FILM + "/reindex"), requests::toString);
        assertTrue(terminal.out().contains(FILM), terminal.out());
        assertEquals(2, run("reindex"));
        assertEquals(2, run("reindex", "--stale", FILM));
    }

    @Test
    void aSearchGoesOnWhereItsPageEnded() throws IOException {
        assertEquals(0, run("search", "boat", "--size", "1"), terminal.err());
        assertTrue(terminal.out().startsWith(" 1  "), terminal.out());
        assertTrue(terminal.out().contains("1 of at least 2; more: --cursor bmV4dA"), terminal.out());
        assertEquals(0, run("search", "boat", "--size", "1", "--cursor", "bmV4dA"), terminal.err());
        assertTrue(terminal.out().startsWith(" 2  ") && !terminal.out().contains("more:"), terminal.out());
        assertEquals(0, run("similar", "--json", FILM, "1", "--limit", "1", "--cursor", "bmV4dA"), terminal.err());
        assertTrue(
                new ObjectMapper().readTree(terminal.out()).path("totalExact").asBoolean(), terminal.out());
        assertEquals(
                2,
                requests.stream()
                        .filter(request ->
                                request.contains("=1&cursor=bmV4dA") || request.contains("facets=false&cursor=bmV4dA"))
                        .count(),
                requests::toString);
    }

    @Test
    void aFilmIsImportedByItsAddressAndItsKeyIsNotShown() {
        assertEquals(
                0,
                run(
                        "index",
                        "https://media.example.org/boat.mp4?key=secret",
                        "--tag",
                        "sea",
                        "--meta",
                        "rights=owned=1"),
                terminal.err());
        assertTrue(
                terminal.out().startsWith("https://media.example.org/boat.mp4: 0 scenes and events"), terminal.out());
        assertTrue(
                requests.stream()
                        .anyMatch(request -> request.startsWith("POST /v1/videos/import ")
                                && request.contains("\"url\":\"https://media.example.org/boat.mp4?key=secret\"")
                                && request.contains("\"tags\":[\"sea\"]")
                                && request.contains("\"metadata\":{\"rights\":\"owned=1\"}")),
                requests::toString);
        assertEquals(1, run("index", "http://other.example.org/boat.mp4?key=secret"));
        assertTrue(terminal.err().contains("other.example.org/boat.mp4: It is refused"), terminal.err());
        assertFalse((terminal.out() + terminal.err()).contains("secret"));
    }

    @Test
    void metadataIsGivenByKeyAndValueAndSearchedForByThem() {
        assertEquals(0, run("search", "boat", "--meta", "rights:owned", "--meta", "series:a b"), terminal.err());
        assertTrue(
                requests.stream()
                        .anyMatch(request -> request.startsWith("GET /v1/search?q=boat")
                                && request.endsWith("&meta=rights%3Aowned&meta=series%3Aa+b")),
                requests::toString);
        assertEquals(2, run("index", "boat.mp4", "--meta", "rights"));
        assertTrue(terminal.err().contains("KEY=VALUE"), terminal.err());
    }
}
