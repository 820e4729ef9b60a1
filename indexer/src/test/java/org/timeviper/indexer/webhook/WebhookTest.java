package org.timeviper.indexer.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntUnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.api.ProblemCode;
import org.timeviper.indexer.fetch.FilmServer;
import org.timeviper.indexer.library.JobMessages;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.LibraryAt;
import org.timeviper.indexer.library.LibraryDatabase;
import org.timeviper.indexer.library.UnpublishedVideo;

/** Whoever is to be told that a job has ended is told in the end, by a real server's measure, and can tell who told him. */
class WebhookTest {

    private static final String SECRET = "a secret of more than 24 signs";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final FilmServer server = new FilmServer(0);
    private LibraryDatabase database;
    private Library library;

    /** A message as it came. */
    private record Told(String id, String timestamp, String signature, String body) {

        static Told in(HttpExchange exchange) throws IOException {
            var headers = exchange.getRequestHeaders();
            return new Told(
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        }

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (IOException e) {
                throw new AssertionError(body, e);
            }
        }

        /** As the README tells people to do it. */
        void requireSignedBy(byte[] key) throws Exception {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] sum = mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
            assertEquals("v1," + Base64.getEncoder().encodeToString(sum), signature);
            long age = Instant.now().getEpochSecond() - Long.parseLong(timestamp);
            assertTrue(age >= 0 && age < 300, () -> age + " s old");
        }
    }

    @BeforeEach
    void open() {
        database = LibraryDatabase.open(new LibraryAt(folder, Optional.empty()));
        library = new Library(database.source(), true);
    }

    @AfterEach
    void close() {
        server.close();
        database.close();
    }

    @Test
    void everyEndOfAJobIsToldOnceAndSigned() throws Exception {
        answer(tries -> 204);
        String done = UnpublishedVideo.add(library, Path.of("Boot, größer.mp4"));
        String failed = UnpublishedVideo.add(library, Path.of("b.mp4"));
        String cancelled = UnpublishedVideo.add(library, Path.of("c.mp4"));
        try (Webhook webhook = webhook(url())) {
            webhook.begin();
            library.finish(done, null, null);
            library.finish(failed, ProblemCode.MEDIA_NOT_A_VIDEO, "b.mp4 is damaged");
            library.cancel(cancelled);
            library.cancel(cancelled);
            library.finish(cancelled, ProblemCode.MEDIA_NOT_A_VIDEO, "too late");
            // What nobody has left to tell does not come again.
            Awaitility.await().atMost(PATIENCE).until(() -> told.size() >= 3 && left() == 0);
        }
        assertEquals(3, told.size());
        assertEquals(3, new HashSet<>(told.stream().map(Told::id).toList()).size());
        for (Told one : told) {
            one.requireSignedBy(SECRET.getBytes(StandardCharsets.UTF_8));
            Instant.parse(one.json().path("timestamp").asText());
        }
        JsonNode good = of(done);
        assertEquals("job.done", good.path("type").asText());
        assertEquals("Boot, größer.mp4", good.at("/data/name").asText());
        assertEquals("DONE", good.at("/data/state").asText());
        assertEquals(done, good.at("/data/video").asText());
        assertTrue(good.at("/data/problem").isNull());
        assertEquals("job.failed", of(failed).path("type").asText());
        assertEquals("b.mp4 is damaged", of(failed).at("/data/problem").asText());
        assertEquals("job.cancelled", of(cancelled).path("type").asText());
        assertTrue(good.at("/data/problemCode").isNull());
        assertEquals("media-not-a-video", of(failed).at("/data/problemCode").asText());
        assertEquals(
                library.job(cancelled).orElseThrow().problemCode().code(),
                of(cancelled).at("/data/problemCode").asText());
    }

    @Test
    void whatIsNotTakenIsToldAgainAfterLongerPausesAndIsTheSameMessage() throws Exception {
        answer(tries -> tries < 2 ? 500 : 200);
        String job = UnpublishedVideo.add(library, Path.of("a.mp4"));
        library.finish(job, null, null);
        try (Webhook webhook = webhook(url())) {
            webhook.begin();
            Awaitility.await().atMost(PATIENCE).until(() -> told.size() >= 3 && left() == 0);
        }
        assertEquals(3, told.size());
        for (Told one : told) {
            assertEquals(told.getFirst().id(), one.id());
            assertEquals(told.getFirst().body(), one.body());
            one.requireSignedBy(SECRET.getBytes(StandardCharsets.UTF_8));
        }
        long firstPause = seconds(told.get(1)) - seconds(told.get(0));
        long secondPause = seconds(told.get(2)) - seconds(told.get(1));
        assertTrue(firstPause >= 1 && secondPause >= 2, firstPause + " s, " + secondPause + " s");
        assertNotEquals(told.get(0).signature(), told.get(2).signature());
    }

    @Test
    void whatWasNotToldWhenTheServiceEndedIsToldByTheNextOne() throws Exception {
        answer(tries -> 503);
        String job = UnpublishedVideo.add(library, Path.of("a.mp4"));
        try (Webhook webhook = webhook(url())) {
            webhook.begin();
            library.finish(job, null, null);
            Awaitility.await().atMost(PATIENCE).until(() -> !told.isEmpty());
        }
        String id = told.getFirst().id();
        startAgain();
        told.clear();
        answer(tries -> 200);
        try (Webhook webhook = webhook(url())) {
            webhook.begin();
            Awaitility.await().atMost(PATIENCE).until(() -> !told.isEmpty());
        }
        assertEquals(id, told.getFirst().id());
        assertEquals(job, told.getFirst().json().at("/data/job").asText());
    }

    private void startAgain() {
        database.close();
        open();
    }

    /** Else whoever may set the address could have the service talk to what only it can reach. */
    @Test
    void anAddressInAPrivateNetworkIsToldOnlyIfThatIsSaid() throws Exception {
        answer(tries -> 200);
        library.finish(UnpublishedVideo.add(library, Path.of("a.mp4")), null, null);
        try (Webhook webhook = webhook(url().replace("private:", ""))) {
            webhook.begin();
            Awaitility.await().atMost(PATIENCE).until(() -> toldInVain() > 0);
        }
        assertEquals(List.of(), told);
    }

    @Test
    void anAnswerThatLeadsElsewhereIsNotFollowed() throws Exception {
        answer(tries -> 200);
        server.at("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/hook");
            exchange.sendResponseHeaders(307, -1);
        });
        library.finish(UnpublishedVideo.add(library, Path.of("a.mp4")), null, null);
        try (Webhook webhook = webhook(url().replace("/hook", "/moved"))) {
            webhook.begin();
            Awaitility.await().atMost(PATIENCE).until(() -> toldInVain() > 0);
        }
        assertEquals(List.of(), told);
        assertEquals(1, left());
    }

    @Test
    void aServerThatSaysNothingHoldsUpNothingForLong() throws Exception {
        server.at("/hook", exchange -> {
            told.add(Told.in(exchange));
            try {
                Thread.sleep(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        library.finish(UnpublishedVideo.add(library, Path.of("a.mp4")), null, null);
        library.finish(UnpublishedVideo.add(library, Path.of("b.mp4")), null, null);
        try (Webhook webhook = webhook(url())) {
            webhook.begin();
            Awaitility.await().atMost(PATIENCE.dividedBy(2)).until(() -> told.size() > 2);
        }
    }

    @Test
    void whatIsTooOldIsGivenUpAndWhatIsDeletedIsNotToldOf() throws Exception {
        answer(tries -> 500);
        library.finish(UnpublishedVideo.add(library, Path.of("a.mp4")), null, null);
        String deleted = UnpublishedVideo.add(library, Path.of("b.mp4"));
        library.finish(deleted, null, null);
        library.remove(deleted);
        assertEquals(1, left());
        Settings settings = new Settings(Optional.of(url()), Optional.of(SECRET), Duration.ZERO);
        try (Webhook webhook =
                Webhook.of(settings, new JobMessages(database.source())).orElseThrow()) {
            webhook.begin();
            Awaitility.await().atMost(PATIENCE).until(() -> left() == 0);
        }
        assertEquals(1, told.size());
    }

    @Test
    void nothingIsWrittenDownWhereNobodyIsToBeTold() {
        Library quiet = new Library(database.source());
        quiet.finish(UnpublishedVideo.add(quiet, Path.of("a.mp4")), null, null);
        assertEquals(0, left());
        assertEquals(
                Optional.empty(),
                Webhook.of(
                        new Settings(Optional.empty(), Optional.empty(), Duration.ZERO),
                        new JobMessages(database.source())));
    }

    @Test
    void aSettingThatWillNotDoIsNamed() {
        refused("ftp://host/", Optional.of(SECRET), "timeviper.webhook.url");
        refused("https://user:key@host/", Optional.of(SECRET), "timeviper.webhook.url");
        refused("https://host/", Optional.empty(), "timeviper.webhook.secret");
        refused("https://host/", Optional.of("short"), "timeviper.webhook.secret");
        refused("https://host/", Optional.of("whsec_?"), "timeviper.webhook.secret");
    }

    private void refused(String url, Optional<String> secret, String names) {
        String said = assertThrows(
                        IllegalStateException.class,
                        () -> Webhook.of(
                                new Settings(Optional.of(url), secret, Duration.ZERO),
                                new JobMessages(database.source())))
                .getMessage();
        assertTrue(said.contains(names), said);
    }

    /** The example of the specification, by its authors. */
    @Test
    void aSignatureIsTheOneThatStandardWebhooksSays() {
        assertEquals(
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                new WebhookSignature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                        .of(
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                1614265330,
                                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)));
    }

    // ---- the usual

    /** Lets the server answer with a status that depends on how many messages have come before. */
    private void answer(IntUnaryOperator status) {
        server.at("/hook", exchange -> {
            int before = told.size();
            told.add(Told.in(exchange));
            exchange.sendResponseHeaders(status.applyAsInt(before), -1);
        });
    }

    private String url() {
        return "private:" + server.uri("/hook");
    }

    private JsonNode of(String job) {
        return told.stream()
                .map(Told::json)
                .filter(json -> json.at("/data/job").asText().equals(job))
                .findFirst()
                .orElseThrow();
    }

    private static long seconds(Told one) {
        return Long.parseLong(one.timestamp());
    }

    /** @return how many messages are yet to be told; it may be that somebody tells them just now */
    private int left() {
        return ofMessages("count(*)");
    }

    /** @return how often those that are yet to be told were told in vain */
    private int toldInVain() {
        return ofMessages("coalesce(sum(tries), 0)");
    }

    private int ofMessages(String number) {
        try (var connection = database.source().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select " + number + " from job_messages")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Webhook webhook(String url) {
        return Webhook.of(
                        new Settings(Optional.of(url), Optional.of(SECRET), Duration.ofHours(1)),
                        new JobMessages(database.source()))
                .orElseThrow();
    }

    /** Pauses of a second, then two, then four. */
    private record Settings(Optional<String> url, Optional<String> secret, Duration giveUpAfter)
            implements WebhookSettings {

        @Override
        public Duration firstPause() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(2);
        }
    }
}
