package org.timeviper.indexer.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.timeviper.indexer.http.ExpectedProblem.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.media.TestFilm;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.ModelSettings;
import org.timeviper.indexer.model.Urgency;

/**
 * What is heard of an answer while it is worked out, and what becomes of it when it cannot be given or nobody waits for it any more; of a service that takes one question at
 * a time.
 */
abstract class AnswersUnderWay {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** An event as it is named, and what it carries. */
    private record Event(String name, JsonNode data) {}

    @Inject
    LoadedModel model;

    @Inject
    ModelSettings settings;

    @Inject
    Library library;

    @Inject
    MediaStore media;

    @Inject
    LoadLimit load;

    /** @return the id of a film that is indexed */
    abstract String film() throws IOException;

    private boolean hasPlace() {
        try {
            return load.question(() -> true);
        } catch (Refused e) {
            return false;
        }
    }

    @Test
    void wordsAreHeardWhileTheModelSaysThem() throws IOException {
        Response answer = asking(film(), 0, 10, "text/event-stream");
        answer.then().header("Content-Type", matchesPattern("text/event-stream(;charset=UTF-8)?"));
        List<Event> events = events(answer);
        List<String> names = events.stream().map(Event::name).toList();
        assertEquals("looking", names.getFirst());
        assertEquals(List.of("citation", "part", "done"), names.subList(names.size() - 3, names.size()));
        List<Event> words = events.subList(1, events.size() - 3);
        assertTrue(words.size() > 1, names::toString);
        assertTrue(words.stream().allMatch(event -> event.name().equals("token")), names::toString);
        events.forEach(
                event -> assertEquals(event.name(), event.data().path("type").asText()));
        assertEquals(
                events.getLast().data().path("result").path("answer").asText().strip(),
                words.stream()
                        .map(event -> event.data().path("text").asText())
                        .collect(Collectors.joining())
                        .strip());
    }

    @Test
    void anAnswerWhosePicturesAreGoneEndsWithAnErrorThatNamesThemAndNotWhereTheyLay() throws IOException {
        String id = film();
        Path pictures = media.frames(id);
        Path away = pictures.resolveSibling("away");
        model.forget(id);
        Files.move(pictures, away);
        try {
            List<Event> events = events(asking(id, 0, 10, "text/event-stream"));
            assertEquals(
                    List.of("looking", "error"),
                    events.stream().map(Event::name).toList());
            String told = events.getLast().data().path("text").asText();
            assertTrue(told.contains(id) && told.contains("index the video again"), told);
            assertEquals("media-missing", events.getLast().data().path("code").asText());
            assertFalse(told.contains(media.frames(id).getParent().getParent().toString()), told);
            problem(asking(id, 0, 10, "application/json"), 422)
                    .body("detail", containsString(id))
                    .body("detail", not(containsString(media.frames(id).toString())));
        } finally {
            Files.move(away, pictures);
        }
    }

    /** As another node deletes it: the library and the folder are the same. */
    @Test
    void whoAsksAboutAFilmThatIsDeletedWhileTheModelIsBusyHearsThatItIsGone() throws Exception {
        for (String question : List.of("ground", "explanations")) {
            String id = uploaded();
            try (ExecutorService person = Executors.newSingleThreadExecutor()) {
                Future<Response> answer;
                try (HeldModel held = new HeldModel(model, film())) {
                    answer = person.submit(() -> asking(id, question));
                    held.awaitQuestion();
                    assertTrue(library.remove(id, video -> {}));
                    media.remove(id);
                }
                problem(answer.get(), 404)
                        .body("code", equalTo("video-unknown"))
                        .body("detail", containsString(id));
            }
        }
    }

    /** As when a film that is indexed again gets its new pictures. */
    @Test
    void whoAsksAboutAFilmWhosePicturesAreJustExchangedWaitsForThem() throws Exception {
        String id = film();
        Path pictures = media.frames(id);
        Path away = pictures.resolveSibling("exchanged");
        try (ExecutorService person = Executors.newSingleThreadExecutor()) {
            List<Future<Response>> answers = new ArrayList<>();
            for (String question : List.of("ground", "explanations")) {
                model.forget(id, () -> {
                    move(pictures, away);
                    answers.add(person.submit(() -> asking(id, question)));
                    try {
                        Awaitility.await()
                                .atMost(PATIENCE)
                                .until(() -> HeldModel.waiting() > 0
                                        || answers.getLast().isDone());
                    } finally {
                        move(away, pictures);
                    }
                });
                assertEquals(200, answers.getLast().get().statusCode());
            }
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Response asking(String id, String question) {
        return given().contentType(ContentType.JSON)
                .body(Map.of(question.equals("ground") ? "description" : "question", "a boat"))
                .post("/v1/videos/{id}/" + question, id);
    }

    private static String uploaded() throws IOException {
        Path film = TestFilm.of(64, 48).write(Files.createTempFile(Path.of("target"), "short", ".mp4"), 4);
        Response accepted =
                given().multiPart("file", "short.mp4", Files.readAllBytes(film)).post("/v1/videos");
        Files.delete(film);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> given().get("/v1/jobs/{id}", accepted.<String>path("job.id"))
                                .path("state"),
                        "DONE"::equals);
        return accepted.path("video.id");
    }

    @Test
    void aModelThatCannotBeUsedIsToldAsSuchAndMayBeAskedAgainLater() throws IOException {
        String id = film();
        Path config = settings.dir().resolve("config.json");
        String said = Files.readString(config);
        Files.writeString(config, said.replace("\"moments\"", "\"moments\":7,\"was\""));
        try {
            problem(asking(id, 0, 10, "application/json"), 503)
                    .body("title", equalTo("Model unavailable"))
                    .header("Retry-After", equalTo("60"));
            Event last = events(asking(id, 0, 10, "text/event-stream")).getLast();
            assertEquals("error", last.name());
            assertTrue(last.data().path("text").asText().contains("moments"), last::toString);
        } finally {
            Files.writeString(config, said);
        }
    }

    @Test
    void whatAClientThatHasLeftWantedToKnowIsNotWorkedOut() throws Exception {
        String id = film();
        String stretch = ",\"start\":0,\"end\":10";
        for (String question : List.of(
                posted("/v1/ask", asked(id, 0, 10)),
                posted("/v1/videos/" + id + "/ground", "{\"description\":\"a boat\"}"),
                posted("/v1/videos/" + id + "/explanations", "{\"question\":\"What is seen?\"" + stretch + "}"),
                "GET /v1/videos/" + id
                        + "/explanation.svg?question=seen&start=0&end=10 HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            abandoned(id, () -> {
                Socket line = new Socket("localhost", RestAssured.port);
                line.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
                return line::close;
            });
        }
        abandoned(id, () -> overHttp2(asked(id, 0, 10)));
    }

    /** Asks. */
    @FunctionalInterface
    private interface Client {
        Leaving ask() throws IOException;
    }

    /** Goes away without the answer. */
    @FunctionalInterface
    private interface Leaving {
        void leave() throws IOException;
    }

    private void abandoned(String id, Client client) throws Exception {
        model.forget(id); // so that whoever looks at it is shown its frames anew
        double before;
        try (HeldModel held = new HeldModel(model, id)) {
            before = ShownFrames.count();
            Leaving question = client.ask();
            held.awaitQuestion();
            assertFalse(hasPlace());
            question.leave();
            Awaitility.await().atMost(PATIENCE).until(this::hasPlace);
        }
        model.look(id, 0, 5, Urgency.QUESTION, film -> true); // after whoever waited had his turn
        assertEquals(before, ShownFrames.count(), "the model looked at film for a client that had left");
    }

    private static Leaving overHttp2(String question) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/v1/ask"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(question))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return () -> assertTrue(answer.cancel(true));
    }

    private static String posted(String path, String body) {
        return "POST " + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static Response asking(String id, int start, int end, String accept) {
        return given().contentType(ContentType.JSON)
                .accept(accept)
                .body(asked(id, start, end))
                .post("/v1/ask");
    }

    private static String asked(String id, int start, int end) {
        return "{\"question\":\"What is the background?\",\"hits\":[{\"video\":\"%s\",\"start\":%d,\"end\":%d}]}"
                .formatted(id, start, end);
    }

    private static List<Event> events(Response answer) {
        assertEquals(200, answer.statusCode(), answer::asString);
        return Stream.of(answer.asString().strip().split("\n\n"))
                .map(AnswersUnderWay::event)
                .toList();
    }

    private static Event event(String lines) {
        Map<String, String> fields = lines.lines()
                .map(line -> line.split(":", 2))
                .collect(Collectors.toMap(field -> field[0], field -> field[1].strip()));
        try {
            return new Event(fields.get("event"), new ObjectMapper().readTree(fields.get("data")));
        } catch (JsonProcessingException e) {
            throw new AssertionError(lines, e);
        }
    }
}
