package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.timeviper.indexer.http.ExpectedProblem.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.library.Conversations;
import org.timeviper.indexer.media.TestFilm;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.Urgency;

/** Questions that follow one another, over HTTP, of the running service and its model. */
@QuarkusTest
@TestProfile(FreshLibrary.class)
class ConversationTest {

    private static final String FILM = "boat.mp4";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    Conversations conversations;

    @Inject
    LoadedModel model;

    @Test
    void aQuestionThatPointsBackIsPutToWhatShowedTheAnswerBefore() {
        String video = indexed();
        Response first = asked("What is seen?", "new", hit(video, 0, 4), hit(video, 4, 10));
        String id = first.path("conversation");
        List<List<Object>> shown = spans(first, first.path("shown") ? "findAll { it.shown }" : "findAll { true }");

        Response second = asked("What colour is it?", id);
        assertEquals(id, second.path("conversation"));
        assertEquals(
                shown.stream().sorted(ConversationTest::order).toList(),
                spans(second, "findAll { true }").stream()
                        .sorted(ConversationTest::order)
                        .toList());

        given().get("/v1/conversations/{id}", id)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("turns.question", equalTo(List.of("What is seen?", "What colour is it?")))
                .body("turns.answer", equalTo(List.of(first.path("answer"), second.path("answer"))))
                .body("turns.shown", equalTo(List.of(first.path("shown"), second.path("shown"))))
                .body("turns.sure", equalTo(List.of(first.path("sure"), second.path("sure"))))
                .body("turns[0].parts", equalTo(first.path("parts")))
                .body("turns[1].parts", equalTo(second.path("parts")));
        Response kept = given().get("/v1/conversations/{id}", id);
        assertTrue(Instant.parse(kept.path("turns[1].askedAt")).isAfter(Instant.parse(kept.path("turns[0].askedAt"))));
        assertTrue(Instant.parse(kept.path("expiresAt")).isAfter(Instant.now().plus(Duration.ofDays(6))));

        given().delete("/v1/conversations/{id}", id).then().statusCode(204);
        problem(given().get("/v1/conversations/{id}", id), 404).body("detail", containsString(id));
        problem(given().delete("/v1/conversations/{id}", id), 404);
        problem(asking("And now?", id), 404).body("detail", containsString("'new'"));
    }

    @Test
    void aQuestionThatStandsForItselfIsSearchedForAndOneThatFindsNothingIsPutToTheSameFootage() {
        String video = indexed();
        String caption = given().get("/v1/videos/{id}/timeline", video).path("scenes[0].caption");
        String id = asked("What is seen?", "new", hit(video, 20, 22)).path("conversation");
        Response found = given().queryParam("q", caption).queryParam("size", 3).get("/v1/search");
        assertEquals(true, found.path("confident"));
        assertEquals(
                found.<List<Object>>path("moments.start").size(),
                asked(caption, id).<List<Object>>path("parts").size());
        String other = asked("What is seen?", "new", hit(video, 20, 22)).path("conversation");
        asking("Is there a xylophone quartet?", other)
                .then()
                .statusCode(200)
                .body("parts.citation.start", equalTo(List.of(20f)))
                .body("parts.citation.end", equalTo(List.of(22f)));
    }

    @Test
    void aQuestionAboutTwoVideosLooksAtBothAndCitesBoth() throws IOException {
        String one = indexed();
        String other = shortFilm();
        List<JsonNode> events = new ArrayList<>();
        for (String line : streamed("What is seen?", null, hit(one, 20, 22), hit(other, 0, 1))
                .asString()
                .split("\n")) {
            if (line.startsWith("data:")) {
                events.add(new ObjectMapper().readTree(line.substring("data:".length())));
            }
        }
        assertEquals(
                List.of("looking", "citation", "part", "looking", "citation", "part", "done"),
                events.stream()
                        .map(event -> event.path("type").asText())
                        .filter(type -> !type.equals("token"))
                        .toList());
        assertEquals(List.of(one, other), cited(events, "looking"));
        assertEquals(List.of(one, other), cited(events, "citation"));
        assertEquals(
                Set.of(one, other),
                Set.copyOf(events.getLast().path("result").path("parts").findValuesAsText("video")));
        given().delete("/v1/videos/{id}", other).then().statusCode(204);
    }

    private static List<String> cited(List<JsonNode> events, String type) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .map(event -> event.at("/citation/video").asText())
                .toList();
    }

    @Test
    void nothingIsKeptOfAQuestionByItself() {
        asking("What is seen?", null, hit(indexed(), 20, 22))
                .then()
                .statusCode(200)
                .body("conversation", nullValue());
    }

    @Test
    void aStreamTellsTheConversationAtItsEndAndWhoHearsOfItMayAskOn() {
        String events = streamed("What is seen?", "new", hit(indexed(), 20, 22)).asString();
        String id = events.replaceAll("(?s).*\"conversation\":\"([^\"]+)\".*", "$1");
        assertTrue(streamed("And now?", id).asString().contains(id));
        given().get("/v1/conversations/{id}", id).then().body("turns.size()", equalTo(2));
    }

    @Test
    void aQuestionThatIsSentAgainWithItsKeyIsAskedOnce() {
        String video = indexed();
        String beginning = UUID.randomUUID().toString();
        Response first = keyed(beginning, body("What is seen?", "new", hit(video, 20, 22)));
        String id = first.then().statusCode(200).extract().path("conversation");
        again(first, keyed(beginning, body("What is seen?", "new", hit(video, 20, 22))));

        String next = UUID.randomUUID().toString();
        Response second = keyed(next, body("And now?", id));
        again(second, keyed(next, body("And now?", id)));
        given().get("/v1/conversations/{id}", id)
                .then()
                .body("turns.question", equalTo(List.of("What is seen?", "And now?")));
        problem(keyed(next, body("And then?", id)), 422);
        problem(
                        given().header("Idempotency-Key", next)
                                .contentType(ContentType.JSON)
                                .accept("text/event-stream")
                                .body(body("And now?", id))
                                .post("/v1/ask"),
                        400)
                .body("detail", containsString("Idempotency-Key"));

        // Of what is deleted no answer is kept for those who ask again.
        given().delete("/v1/conversations/{id}", id).then().statusCode(204);
        problem(keyed(next, body("And now?", id)), 404);
        assertNotEquals(
                id,
                keyed(beginning, body("What is seen?", "new", hit(video, 20, 22)))
                        .path("conversation"));
    }

    /** Of one second; the test that needs it deletes it. */
    private static String shortFilm() throws IOException {
        Path film = TestFilm.of(64, 48)
                .write(Files.createTempDirectory(FreshLibrary.FOLDER, "film").resolve("a.mp4"), 1);
        Response accepted =
                given().multiPart("file", "short.mp4", Files.readAllBytes(film)).post("/v1/videos");
        Awaitility.await().atMost(PATIENCE).until(() -> given().get("/v1/jobs/{id}", accepted.<String>path("job.id"))
                .path("state")
                .equals("DONE"));
        return accepted.path("video.id");
    }

    /** It may be deleted while the model looks at it. */
    @Test
    void noAnswerIsKeptThatTellsOfADeletedVideo() throws Exception {
        String other = indexed();
        String video = shortFilm();
        String key = UUID.randomUUID().toString();
        String question = body("What is seen?", null, hit(video, 0, 1));
        Future<Response> answer;
        Future<Response> deletion;
        try (ExecutorService clients = Executors.newCachedThreadPool();
                HeldModel held = new HeldModel(model, other)) {
            answer = clients.submit(() -> keyed(key, question));
            held.awaitQuestion();
            deletion = clients.submit(() -> given().delete("/v1/videos/{id}", video));
            Awaitility.await().atMost(PATIENCE).until(() -> HeldModel.waiting() == 2);
        }
        assertEquals(204, deletion.get().statusCode());
        assertEquals(200, answer.get().statusCode(), answer.get()::asString);
        problem(keyed(key, question), 404);
    }

    private static void again(Response first, Response second) {
        assertEquals(200, second.statusCode(), second::asString);
        assertEquals("true", second.header("Idempotent-Replayed"));
        assertEquals(first.asString(), second.asString());
    }

    private static Response keyed(String key, String body) {
        return given().header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .accept(ContentType.JSON)
                .body(body)
                .post("/v1/ask");
    }

    @Test
    void oneQuestionOfAConversationIsAnsweredAtATime() {
        String id = asked("What is seen?", "new", hit(indexed(), 20, 22)).path("conversation");
        assertTrue(conversations.claim(id, "another"));
        problem(asking("And now?", id), 409).body("title", equalTo("Question under way"));
        problem(streamed("And now?", id), 409);
        conversations.release(id, "another");
        asked("And now?", id);
    }

    @Test
    void whoIsRefusedOrLeavesHoldsNobodyUpAndIsNotKept() throws Exception {
        String video = indexed();
        String id = asked("What is seen?", "new", hit(video, 20, 22)).path("conversation");
        problem(asking("And?", id, hit("nowhere", 0, 1)), 404);
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            other.submit(() -> model.look(video, 0, 2, Urgency.QUESTION, film -> {
                busy.countDown();
                return awaited(free);
            }));
            assertTrue(busy.await(1, TimeUnit.MINUTES));
            try {
                try (Socket line = new Socket("localhost", RestAssured.port)) {
                    line.getOutputStream().write(request(body("And now?", id)));
                    BufferedReader answer =
                            new BufferedReader(new InputStreamReader(line.getInputStream(), StandardCharsets.UTF_8));
                    Awaitility.await().atMost(PATIENCE).until(() -> answer.readLine()
                            .contains("looking"));
                    problem(asking("And then?", id), 409);
                }
                Awaitility.await().atMost(PATIENCE).until(() -> conversations.claim(id, "next"));
            } finally {
                free.countDown();
            }
        }
        conversations.release(id, "next");
        Awaitility.await().atMost(PATIENCE).until(() -> HeldModel.waiting() == 0);
        model.look(video, 0, 2, Urgency.QUESTION, film -> true); // after whoever waited had his turn
        given().get("/v1/conversations/{id}", id).then().body("turns.question", equalTo(List.of("What is seen?")));
    }

    @Test
    void whatIsNoConversationIsSaid() {
        for (String id : List.of("no-uuid", "a%00b", "x".repeat(3000))) {
            problem(given().urlEncodingEnabled(false).get("/v1/conversations/" + id), 404);
            problem(given().urlEncodingEnabled(false).delete("/v1/conversations/" + id), 404);
        }
        problem(asking("What?", "no-uuid"), 404).body("detail", containsString("no-uuid"));
        problem(asking("What?", ""), 400).body("detail", containsString("'conversation'"));
        problem(asking("What?", "x y"), 400).body("detail", containsString("'new'"));
    }

    // ---- the usual

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] request(String body) {
        return ("POST /v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static int order(List<Object> one, List<Object> other) {
        return one.toString().compareTo(other.toString());
    }

    private static List<List<Object>> spans(Response answer, String which) {
        return answer.path("parts." + which + ".citation.collect { [it.video, it.start, it.end] }");
    }

    private static String hit(String video, int start, int end) {
        return "{\"video\":\"%s\",\"start\":%d,\"end\":%d}".formatted(video, start, end);
    }

    private static Response asked(String question, String conversation, String... hits) {
        Response answer = asking(question, conversation, hits);
        assertEquals(200, answer.statusCode(), answer::asString);
        return answer;
    }

    private static Response asking(String question, String conversation, String... hits) {
        return sent("application/json", question, conversation, hits);
    }

    private static Response streamed(String question, String conversation, String... hits) {
        return sent("text/event-stream", question, conversation, hits);
    }

    private static Response sent(String accept, String question, String conversation, String... hits) {
        return given().contentType(ContentType.JSON)
                .accept(accept)
                .body(body(question, conversation, hits))
                .post("/v1/ask");
    }

    private static String body(String question, String conversation, String... hits) {
        String said = conversation == null ? "null" : "\"" + conversation + "\"";
        return "{\"question\":\"%s\",\"conversation\":%s,\"hits\":[%s]}"
                .formatted(question, said, String.join(",", hits));
    }

    private static String indexed() {
        if (ready() == null) {
            given().multiPart("file", FILM, film()).post("/v1/videos").then().statusCode(201);
            Awaitility.await().atMost(PATIENCE).until(() -> ready() != null);
        }
        return ready();
    }

    private static String ready() {
        return given().queryParam("state", "ready")
                .queryParam("size", 100)
                .get("/v1/videos")
                .path("videos.find { it.name == '" + FILM + "' }?.id");
    }

    private static byte[] film() {
        try (var film = ConversationTest.class.getResourceAsStream("/samples/" + FILM)) {
            return film.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
