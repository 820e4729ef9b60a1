package org.timeviper.indexer.mcp;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.http.FreshLibrary;
import org.timeviper.indexer.http.LoadLimit;
import org.timeviper.indexer.http.LoadSettings;
import org.timeviper.indexer.http.Refused;
import org.timeviper.indexer.http.ShownFrames;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.Urgency;

/** An assistant works an archive: the running service, spoken to by the protocol's own client, which holds what tools answer to the schemas that they gave. */
@QuarkusTest
@TestProfile(FreshLibrary.class)
class AssistantTest {

    private static final String FILM = "boat.mp4";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> progress = new CopyOnWriteArrayList<>();

    /** The film that all tests look at, indexed by the first of them, or by a test of the same service before. */
    private static String video;

    private static McpSyncClient client;

    @Inject
    LoadLimit load;

    @Inject
    LoadSettings limits;

    @Inject
    LoadedModel model;

    @AfterAll
    static void leave() {
        if (client != null) {
            client.close();
            client = null;
        }
        video = null;
    }

    // ---- what there is

    @Test
    void anAssistantIsToldWhatThisIsAndWhichToolsItHas() {
        McpSchema.InitializeResult told = client().getCurrentInitializationResult();
        assertEquals("timeviper-search", told.serverInfo().name());
        assertTrue(told.instructions().contains("'search'"), told.instructions());
        assertNull(told.capabilities().prompts());

        List<McpSchema.Tool> tools = client().listTools().tools();
        assertEquals(
                List.of("search", "describe", "ground", "ask"),
                tools.stream().map(McpSchema.Tool::name).toList());
        for (McpSchema.Tool tool : tools) {
            assertTrue(tool.description().length() > 80, tool.name());
            assertTrue(tool.annotations().readOnlyHint(), tool.name());
            assertTrue(tool.annotations().idempotentHint(), tool.name());
            assertFalse(tool.annotations().destructiveHint(), tool.name());
            assertFalse(tool.annotations().openWorldHint(), tool.name());
            described(tool.name(), JSON.valueToTree(tool.inputSchema()));
            described(tool.name(), JSON.valueToTree(tool.outputSchema()));
        }
        JsonNode search = JSON.valueToTree(tools.getFirst().inputSchema());
        assertEquals(JSON.valueToTree(List.of("query")), search.path("required"));
        assertEquals(1000, search.at("/properties/query/maxLength").asInt());
        assertFalse(search.at("/properties/query").has("maxItems"), search::toString);
        assertFalse(search.at("/properties/tags").has("maxLength"), search::toString);
        assertEquals(1, search.at("/properties/limit/minimum").asInt());
        assertEquals(50, search.at("/properties/limit/maximum").asInt());
        assertEquals(10, search.at("/properties/limit/default").asInt());
        JsonNode ask = JSON.valueToTree(tools.getLast().inputSchema());
        assertEquals(20, ask.at("/properties/hits/maxItems").asInt());
        assertTrue(ask.at("/properties/hits/items/properties/start/description")
                .asText()
                .contains("second"));
    }

    /** An assistant knows of an argument or a result only what its description says. */
    private static void described(String tool, JsonNode schema) {
        assertEquals("object", schema.path("type").asText(), schema::toString);
        assertFalse(schema.path("additionalProperties").asBoolean(true), schema::toString);
        schema.path("properties").properties().forEach(property -> {
            String name = tool + "." + property.getKey();
            JsonNode that = property.getValue();
            assertFalse(that.path("description").asText().isBlank(), name);
            assertTrue(that.path("type").isTextual(), name + " " + that);
            if (that.path("items").has("properties")) {
                described(name, that.path("items"));
            }
        });
    }

    // ---- what tools find

    @Test
    void searchFindsMomentsAsTheServiceDoes() {
        String caption = given().get("/v1/videos/{id}/timeline", indexed()).path("scenes[0].caption");
        JsonNode found = structured("search", Map.of("query", caption, "video", indexed(), "limit", 3));
        JsonNode same = JSON.valueToTree(given().queryParam("q", caption)
                .queryParam("video", indexed())
                .queryParam("size", 3)
                .get("/v1/search")
                .as(Map.class));
        assertEquals(same.path("confident"), found.path("confident"));
        assertEquals(same.path("moments").size(), found.path("moments").size());
        JsonNode moment = found.path("moments").path(0);
        JsonNode expected = same.path("moments").path(0);
        assertEquals(indexed(), moment.path("video").asText());
        assertEquals(FILM, moment.path("title").asText());
        for (String number : List.of("start", "end", "score", "confidence")) {
            assertEquals(expected.path(number).asDouble(), moment.path(number).asDouble(), 1e-3, number);
        }
        assertEquals(expected.path("caption"), moment.path("caption"));
        assertEquals(expected.path("play"), moment.path("play"));
        String text = text(call("search", Map.of("query", caption, "video", indexed())));
        assertTrue(text.contains(indexed()) && text.contains(FILM) && text.contains(" s ("), text);
    }

    @Test
    void searchGoesOnPageByPage() {
        String caption = given().get("/v1/videos/{id}/timeline", indexed()).path("scenes[0].caption");
        JsonNode all = structured("search", Map.of("query", caption, "video", indexed(), "limit", 50));
        assertTrue(all.path("moments").size() > 1 && !all.hasNonNull("next"), all::toString);
        List<JsonNode> found = new ArrayList<>();
        Map<String, Object> page = new HashMap<>(Map.of("query", caption, "video", indexed(), "limit", 1));
        for (boolean more = true; more; ) {
            JsonNode told = structured("search", page);
            assertEquals(1, told.path("moments").size(), told::toString);
            found.add(told.path("moments").path(0));
            more = told.hasNonNull("next");
            if (more) {
                String next = told.path("next").asText();
                assertTrue(text(call("search", page)).contains("cursor " + next), next);
                page.put("cursor", next);
            }
        }
        assertEquals(
                spans(all.path("moments")),
                found.stream().map(AssistantTest::span).toList());
        refused("search", Map.of("query", caption, "cursor", "made-up"), "The cursor is none that this index gave");
    }

    private static List<String> spans(JsonNode moments) {
        List<String> spans = new ArrayList<>();
        moments.forEach(moment -> spans.add(span(moment)));
        return spans;
    }

    private static String span(JsonNode moment) {
        return moment.path("start") + "-" + moment.path("end");
    }

    @Test
    void searchTakesExpressionsAndFilters() {
        JsonNode things = structured("search", Map.of("query", "\"boat\" then[10s] \"boat\"", "video", indexed()));
        assertTrue(things.path("query").asText().contains("then[10s]"), things::toString);
        JsonNode none = structured(
                "search", Map.of("query", "boat", "collection", "no such collection", "tags", List.of("sea")));
        assertEquals(0, none.path("moments").size());
        assertFalse(none.path("message").asText().isBlank());
    }

    @Test
    void describeTellsTheFilmAndItsScenesPageByPage() {
        JsonNode all = structured("describe", Map.of("video", indexed()));
        assertEquals(FILM, all.path("title").asText());
        assertEquals("READY", all.path("state").asText());
        assertEquals(30, all.path("duration").asDouble(), 0.5);
        assertEquals(30, all.path("framesSeen").asInt());
        assertEquals(750, all.path("framesTotal").asInt());
        int total = all.path("total").asInt();
        assertEquals(total, all.path("scenes").size());
        assertTrue(total > 1, all::toString);
        assertFalse(all.has("next"));

        List<JsonNode> paged = new ArrayList<>();
        JsonNode page;
        int skip = 0;
        do {
            page = structured("describe", Map.of("video", indexed(), "limit", 1, "skip", skip));
            page.path("scenes").forEach(paged::add);
            skip = page.path("next").asInt();
        } while (page.has("next"));
        assertEquals(all.path("scenes"), JSON.valueToTree(paged));

        JsonNode early = structured("describe", Map.of("video", indexed(), "end", 0.5));
        assertTrue(early.path("total").asInt() >= 1, early::toString);
        early.path("scenes").forEach(scene -> assertTrue(scene.path("start").asDouble() < 0.5, scene::toString));
        assertTrue(
                text(call("describe", Map.of("video", indexed(), "limit", 1))).contains("go on with skip 1"));
    }

    @Test
    void groundTellsWhenSomethingIsSeenOrThatItIsNot() {
        JsonNode result = structured("ground", Map.of("video", indexed(), "description", "a boat"));
        assertEquals(indexed(), result.path("video").asText());
        assertEquals(
                result.path("message").asText(),
                text(call("ground", Map.of("video", indexed(), "description", "a boat"))));
        if (result.path("seen").asBoolean()) {
            assertTrue(result.path("start").asDouble() < result.path("end").asDouble());
            assertTrue(result.path("play").asText().contains("#t="));
        } else {
            assertFalse(result.has("start") || result.has("end"), result::toString);
        }
    }

    @Test
    void askAnswersWithCitationsAndTellsItsProgress() {
        Map<String, Object> about =
                Map.of("question", "What is seen?", "hits", List.of(Map.of("video", indexed(), "start", 0, "end", 10)));
        progress.clear();
        McpSchema.CallToolResult result = client().callTool(McpSchema.CallToolRequest.builder("ask")
                .arguments(about)
                .progressToken("asked")
                .build());
        JsonNode answer = structured(result);
        JsonNode same = JSON.valueToTree(given().contentType("application/json")
                .accept("application/json")
                .body(about)
                .post("/v1/ask")
                .as(Map.class));
        assertEquals(same.path("answer"), answer.path("answer"));
        assertEquals(same.path("shown"), answer.path("shown"));
        JsonNode citation = answer.path("citations").path(0);
        assertEquals(indexed(), citation.path("video").asText());
        assertEquals(FILM, citation.path("title").asText());
        assertEquals(0, citation.path("start").asDouble());
        assertEquals(10, citation.path("end").asDouble());
        assertEquals(same.at("/parts/0/sure"), citation.path("sure"));
        assertTrue(text(result).startsWith(answer.path("answer").asText()), text(result));
        assertEquals(List.of("Looking at " + FILM + ", 0.0–10.0 s"), progress);

        JsonNode whole = structured("ask", Map.of("question", "What is seen?", "videos", List.of(indexed())));
        assertEquals(30, whole.at("/citations/0/end").asDouble(), 0.5);
        JsonNode anywhere = structured("ask", Map.of("question", "Is there a boat?"));
        assertFalse(anywhere.path("answer").asText().isBlank());
    }

    // ---- what is refused

    @Test
    void whatIsWrongWithACallIsToldByNameAndWithWhatToDo() {
        refused("search", Map.of("query", "  "), "'query' must not be blank");
        refused("search", Map.of(), "'query' must not be blank");
        refused("search", Map.of("query", "\"boat\" then"), "'query' cannot be read. At character");
        refused("search", Map.of("query", "boat", "limit", 51), "'limit' must be less than or equal to 50 (it is 51)");
        refused("search", Map.of("query", "boat", "limit", "many"), "'limit' is not of the type");
        refused("search", Map.of("query", "boat", "colour", "red"), "'colour' is not known to 'search', which takes");
        refused("search", Map.of("query", "boat", "video", "nowhere"), "There is no video 'nowhere'", "'search'");
        refused("describe", Map.of("video", "nowhere"), "There is no video 'nowhere'", "'search'");
        refused("describe", Map.of("video", indexed(), "start", -1), "'start'");
        refused("ground", Map.of("video", "nowhere", "description", "a boat"), "There is no video 'nowhere'");
        refused("ground", Map.of("video", indexed(), "description", ""), "'description' must not be blank");
        refused("ask", Map.of("question", ""), "'question' must not be blank");
        refused("ask", Map.of("question", "What?", "videos", List.of("nowhere")), "There is no video 'nowhere'");
        refused(
                "ask",
                Map.of("question", "What?", "hits", List.of(Map.of("video", "nowhere", "start", 0, "end", 1))),
                "There is no video nowhere");
        refused(
                "ask",
                Map.of("question", "What?", "hits", List.of(Map.of("video", indexed(), "start", "soon"))),
                "'hits[0].start' is not of the type");
        refused(
                "ask",
                Map.of("question", "What?", "hits", List.of(Map.of("video", indexed(), "start", 5, "end", 1))),
                "no span");
        refused(
                "ask",
                Map.of(
                        "question",
                        "What?",
                        "hits",
                        List.of(Map.of("video", indexed(), "start", 0, "end", 1)),
                        "videos",
                        List.of(indexed())),
                "either 'hits' or 'videos'");
    }

    @Test
    void questionsFollowOneAnother() {
        JsonNode first = structured(
                "ask",
                Map.of(
                        "question",
                        "What is seen?",
                        "conversation",
                        "new",
                        "hits",
                        List.of(Map.of("video", indexed(), "start", 20, "end", 22))));
        String id = first.path("conversation").asText();
        JsonNode second = structured("ask", Map.of("question", "What colour is it?", "conversation", id));
        assertEquals(id, second.path("conversation").asText());
        assertEquals(20, second.at("/citations/0/start").asDouble());
        assertEquals(1, second.path("citations").size());
        given().get("/v1/conversations/{id}", id).then().body("turns.size()", equalTo(2));
        refused("ask", Map.of("question", "What?", "conversation", "no-uuid"), "no-uuid", "'new'");
    }

    private void refused(String tool, Map<String, Object> arguments, String... said) {
        Response answer = post(Map.of(
                "jsonrpc",
                "2.0",
                "id",
                1,
                "method",
                "tools/call",
                "params",
                Map.of("name", tool, "arguments", arguments)));
        String text = answer.path("result.content[0].text");
        assertEquals(true, answer.path("result.isError"), answer.asString());
        for (String part : said) {
            assertTrue(text.contains(part), text);
        }
        assertFalse(text.contains("Exception") || text.contains("org.timeviper") || text.contains("\tat "), text);
    }

    @Test
    void whatIsNoMessageIsAnsweredAsSuch() {
        post("[" + ping() + "," + ping() + "]").then().statusCode(400).body("error.code", equalTo(-32700));
        post("{\"jsonrpc\":").then().statusCode(400).body("error.code", equalTo(-32700));
        post("[".repeat(300)).then().statusCode(400).body("error.code", equalTo(-32700));
        post("{\"a\":".repeat(300) + "1" + "}".repeat(300))
                .then()
                .statusCode(400)
                .body("error.code", equalTo(-32700));
        post("").then().statusCode(400).body("error.code", equalTo(-32700));
        post("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}").then().body("error.code", equalTo(-32600));
        post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}").then().body("error.code", equalTo(-32601));
        post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"prompts/list\"}")
                .then()
                .body("error.code", equalTo(-32601));
        post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":7}}")
                .then()
                .body("error.code", equalTo(-32602))
                .body("error.message", containsString("'name'"));
        post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"erase\"}}")
                .then()
                .body("error.message", containsString("erase"));
        post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{\"x\":1}}}")
                .then()
                .body("error.message", containsString("'clientInfo'"));
        post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"1\","
                        + "\"clientInfo\":{\"name\":5}}}")
                .then()
                .statusCode(400)
                .body("detail", containsString("types"));
        post(ping()).then().statusCode(200).body("id", equalTo(1));
    }

    /** Another node's session, or one from before the service was started anew. */
    @Test
    void aClientWhoseSessionIsNotKnownIsServedAllTheSame() {
        assistant()
                .header("Mcp-Session-Id", "forgotten")
                .body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                .post("/mcp")
                .then()
                .statusCode(200)
                .body("result.tools.size()", equalTo(4));
    }

    @Test
    void theGateKeepsOutWhatTheRestOfTheServiceKeepsOut() {
        String large = "{\"jsonrpc\":\"2.0\",\"id\":\"" + "x".repeat(70_000) + "\",\"method\":\"ping\"}";
        post(large).then().statusCode(413).body("detail", containsString("64 KiB"));
        for (String origin : List.of("https://evil.example", "http://localhost.evil.example", "null")) {
            assistant()
                    .header("Origin", origin)
                    .body(ping())
                    .post("/mcp")
                    .then()
                    .statusCode(403)
                    .body("detail", containsString("origins"));
        }
        for (String origin : List.of("http://localhost:3000", "http://127.0.0.1", "https://[::1]:8443")) {
            assistant()
                    .header("Origin", origin)
                    .body(ping())
                    .post("/mcp")
                    .then()
                    .statusCode(200);
        }
        given().accept("application/json")
                .contentType("application/json")
                .body(ping())
                .post("/mcp")
                .then()
                .statusCode(400)
                .body("detail", containsString("Accept"));
        given().get("/mcp").then().statusCode(405).body("detail", containsString("session"));
        given().delete("/mcp").then().statusCode(404);
        given().get("/mcp/sse").then().statusCode(404).body("detail", containsString("streamable HTTP"));
        assistant().body(ping()).post("/mcp/messages/x").then().statusCode(404);
    }

    @Test
    void aBodyWithoutEndIsLeftAtTheLimit() throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            OutputStream out = socket.getOutputStream();
            out.write(head("Transfer-Encoding: chunked"));
            byte[] chunk = ("2000\r\n" + " ".repeat(0x2000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 9; i++) {
                out.write(chunk);
            }
            out.flush();
            assertTrue(reader(socket).readLine().contains("413"));
        }
    }

    // ---- who leaves

    @Test
    void aQuestionCountsAmongAllAndIsGivenUpWhenItsClientGoesAway() throws Exception {
        abandoned((line, session) -> line.close());
    }

    @Test
    void aQuestionIsGivenUpWhenItsClientCancelsIt() throws Exception {
        abandoned((line, session) -> assistant()
                .header("Mcp-Session-Id", session)
                .body("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":5}}")
                .post("/mcp")
                .then()
                .statusCode(202));
    }

    private interface Leaving {
        void leave(Socket line, String session) throws IOException;
    }

    private void abandoned(Leaving leaving) throws Exception {
        String id = indexed();
        Awaitility.await().atMost(PATIENCE).until(AssistantTest::nothingIsIndexed);
        String session = post(Map.of(
                        "jsonrpc",
                        "2.0",
                        "id",
                        1,
                        "method",
                        "initialize",
                        "params",
                        Map.of(
                                "protocolVersion", "2025-06-18",
                                "capabilities", Map.of(),
                                "clientInfo", Map.of("name", "leaver", "version", "1"))))
                .header("Mcp-Session-Id");
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(limits.asks());
        try (ExecutorService others = Executors.newCachedThreadPool();
                Socket line = new Socket("localhost", RestAssured.port)) {
            try {
                others.submit(() -> model.look(id, 0, 2, Urgency.QUESTION, film -> {
                    busy.countDown();
                    return awaited(free);
                }));
                for (int i = 1; i < limits.asks(); i++) {
                    others.submit(() -> load.question(() -> {
                        busy.countDown();
                        return awaited(answered);
                    }));
                }
                assertTrue(busy.await(1, TimeUnit.MINUTES));
                double before = ShownFrames.count();
                String question = JSON.writeValueAsString(Map.of(
                        "jsonrpc",
                        "2.0",
                        "id",
                        5,
                        "method",
                        "tools/call",
                        "params",
                        Map.of(
                                "name", "ask",
                                "_meta", Map.of("progressToken", "p"),
                                "arguments",
                                        Map.of(
                                                "question",
                                                "What is seen?",
                                                "hits",
                                                List.of(Map.of("video", id, "start", 11.5, "end", 19.5))))));
                OutputStream out = line.getOutputStream();
                out.write(head("Mcp-Session-Id: " + session + "\r\nContent-Length: " + question.length()));
                out.write(question.getBytes(StandardCharsets.UTF_8));
                out.flush();
                BufferedReader answer = reader(line);
                Awaitility.await().atMost(PATIENCE).until(() -> answer.readLine()
                        .contains("Looking at"));

                refused("ask", Map.of("question", "What else?"), limits.asks() + " questions", "timeviper.load.asks");
                refused("ground", Map.of("video", id, "description", "a boat"), "come again");

                leaving.leave(line, session);
                Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
                free.countDown();
                Awaitility.await().atMost(PATIENCE).until(this::hasPlace);
                assertEquals(before, ShownFrames.count(), "the model looked at film for a client that had left");
            } finally {
                free.countDown();
                answered.countDown();
            }
        }
    }

    private boolean hasPlace() {
        try {
            return load.question(() -> true);
        } catch (Refused e) {
            return false;
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean nothingIsIndexed() {
        return List.of("queued", "running").stream()
                .allMatch(state ->
                        given().queryParam("state", state).get("/v1/jobs").<Integer>path("total") == 0);
    }

    // ---- the usual

    private static byte[] head(String more) {
        return ("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Accept: application/json, text/event-stream\r\n" + more + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static String ping() {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    }

    private static io.restassured.specification.RequestSpecification assistant() {
        return given().contentType("application/json").accept("application/json, text/event-stream");
    }

    private static Response post(Object body) {
        return assistant().body(body).post("/mcp");
    }

    private McpSchema.CallToolResult call(String tool, Map<String, Object> arguments) {
        return client().callTool(McpSchema.CallToolRequest.builder(tool)
                .arguments(arguments)
                .build());
    }

    private JsonNode structured(String tool, Map<String, Object> arguments) {
        return structured(call(tool, arguments));
    }

    private static JsonNode structured(McpSchema.CallToolResult result) {
        assertFalse(Boolean.TRUE.equals(result.isError()), result::toString);
        return JSON.valueToTree(result.structuredContent());
    }

    private static String text(McpSchema.CallToolResult result) {
        assertEquals(1, result.content().size());
        return ((McpSchema.TextContent) result.content().getFirst()).text();
    }

    private static McpSyncClient client() {
        if (client == null) {
            McpSyncClient fresh = McpClient.sync(
                            HttpClientStreamableHttpTransport.builder("http://localhost:" + RestAssured.port)
                                    .build())
                    .requestTimeout(PATIENCE)
                    .progressConsumer(told -> progress.add(told.message()))
                    .build();
            fresh.initialize();
            client = fresh;
        }
        return client;
    }

    private static String indexed() {
        if (video == null) {
            video = ready();
            if (video == null) {
                given().multiPart("file", FILM, film())
                        .post("/v1/videos")
                        .then()
                        .statusCode(201);
                Awaitility.await().atMost(PATIENCE).until(() -> (video = ready()) != null);
            }
        }
        return video;
    }

    private static String ready() {
        return given().queryParam("state", "ready")
                .queryParam("size", 100)
                .get("/v1/videos")
                .path("videos.find { it.name == '" + FILM + "' }?.id");
    }

    private static byte[] film() {
        try (var film = AssistantTest.class.getResourceAsStream("/samples/" + FILM)) {
            return film.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
