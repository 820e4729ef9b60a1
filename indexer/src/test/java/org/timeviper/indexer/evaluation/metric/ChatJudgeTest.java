package org.timeviper.indexer.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.timeviper.indexer.evaluation.metric.ChatServer.KEY;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ChatJudgeTest {

    private final ChatServer server = new ChatServer(asked -> " " + asked.task().toUpperCase(Locale.ROOT) + "\n");
    private final ChatJudge judge = new ChatJudge(server.settings());

    @AfterEach
    void close() {
        judge.close();
        server.close();
    }

    @Test
    void aQuestionIsAskedAtTemperatureZeroAndTheWordsComeBack() {
        assertEquals("WHAT IS 赤い?", judge.reply("Be brief.", "what is 赤い?"));
        ChatServer.Asked asked = server.asked().getFirst();
        assertEquals("Be brief.", asked.role());
        assertEquals("what is 赤い?", asked.task());
        assertEquals(0, asked.request().path("temperature").asDouble(-1));
        assertTrue(asked.request().path("max_tokens").asInt() > 0);
        assertEquals(1, server.requests());
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504, 529})
    void whatMayPassIsTriedAgain(int status) {
        server.order(
                ChatServer.error(status, "Please try again", "server_error"),
                ChatServer.body(status, "text/html", "<html>upstream is away</html>"));
        assertEquals("HELLO", judge.reply("", "hello"));
        assertEquals(3, server.requests());
    }

    @Test
    void aConnectionThatBreaksAndAnAnswerThatStallsAreTriedAgain() {
        server.order(ChatServer.hangUp(), server.silence(), server.halfAnAnswer());
        assertEquals("HELLO", judge.reply("", "hello"));
        assertEquals(4, server.requests());
    }

    @Test
    void aServerThatAsksForSomeTimeIsGivenIt() {
        server.order(ChatServer.tooMany("1"));
        Instant before = Instant.now();
        assertEquals("HELLO", judge.reply("", "hello"));
        assertTrue(Duration.between(before, Instant.now()).compareTo(Duration.ofMillis(900)) > 0);
    }

    @Test
    void aServerMayNameAMomentOrNonsense() {
        String past = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().minusSeconds(60).atOffset(ZoneOffset.UTC));
        server.order(ChatServer.tooMany(past), ChatServer.tooMany("soon"), ChatServer.tooMany("-1"));
        assertEquals("HELLO", judge.reply("", "hello"));
        assertEquals(4, server.requests());
    }

    @Test
    void aServerThatAsksForMoreTimeThanThereIsEndsTheWaitAtOnce() {
        server.order(ChatServer.tooMany("3600"));
        Instant before = Instant.now();
        String message = failure(judge);
        assertTrue(message.contains("429") && message.contains("3600 s"), message);
        assertTrue(Duration.between(before, Instant.now()).toSeconds() < 2);
    }

    @Test
    void patienceEnds() {
        ChatServer.Trouble[] away = new ChatServer.Trouble[1000];
        Arrays.fill(away, ChatServer.error(503, "Overloaded", "overloaded"));
        server.order(away);
        Instant before = Instant.now();
        String message = failure(judge);
        assertTrue(
                message.contains("within 3 s") && message.contains("503") && message.contains("Overloaded"), message);
        assertTrue(Duration.between(before, Instant.now()).toSeconds() <= 4);
        assertTrue(server.requests() > 3 && server.requests() < 20, () -> "pauses grow: " + server.requests());
    }

    @Test
    void aSilentServerIsNotWaitedForWithoutEnd() {
        ChatServer.Trouble[] silence = new ChatServer.Trouble[20];
        Arrays.fill(silence, server.silence());
        server.order(silence);
        Instant before = Instant.now();
        assertTrue(failure(judge).contains("no answer came in time"));
        assertTrue(Duration.between(before, Instant.now()).toSeconds() <= 4);
    }

    @Test
    void aWrongKeyFailsAtOnceAndIsNotRepeated() {
        String wrong = "sk-wrong-1234567890";
        try (ChatJudge other = with(server.address(), ChatServer.MODEL, Optional.of(wrong))) {
            JudgeFailure failure = assertThrows(JudgeFailure.class, () -> other.reply("", "hello"));
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            assertTrue(trace.toString().contains("401"), trace.toString());
            assertTrue(trace.toString().contains(JudgeSettings.KEY_VARIABLE), trace.toString());
            assertFalse(trace.toString().contains(wrong), "the server quotes the key, the failure must not");
        }
        assertEquals(1, server.requests());
    }

    @Test
    void aMissingKeyFailsAtOnce() {
        try (ChatJudge other = with(server.address(), ChatServer.MODEL, Optional.empty())) {
            assertTrue(failure(other).contains(JudgeSettings.KEY_VARIABLE));
        }
        assertEquals(1, server.requests());
    }

    @Test
    void anUnknownModelAndAWrongAddressFailAtOnce() {
        try (ChatJudge other = with(server.address(), "nobody", Optional.of(KEY))) {
            String message = failure(other);
            assertTrue(message.contains("`nobody` does not exist") && message.contains("404"), message);
        }
        try (ChatJudge other = with(server.address().resolve("/v2"), ChatServer.MODEL, Optional.of(KEY))) {
            assertTrue(failure(other).contains("/chat/completions"));
        }
        assertEquals(2, server.requests());
    }

    @Test
    void anExhaustedQuotaFailsAtOnceAlthoughItLooksLikeTooManyRequests() {
        server.order(ChatServer.error(429, "You exceeded your current quota", "insufficient_quota"));
        assertTrue(failure(judge).contains("You exceeded your current quota"));
        assertEquals(1, server.requests());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>welcome</html>",
                "{\"choices\":[]}",
                "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":null}}]}",
                "[1"
            })
    void anAnswerThatIsNoneFailsAtOnce(String body) {
        server.order(ChatServer.body(200, "application/json", body));
        // one that is not answered in time would be asked again, and answered then
        try (ChatJudge patient =
                with(server.address(), ChatServer.MODEL, Optional.of(ChatServer.KEY), Duration.ofSeconds(10))) {
            assertTrue(failure(patient).contains("something else than a chat completion"));
        }
        assertEquals(1, server.requests());
    }

    @Test
    void aLongErrorIsCut() {
        server.order(ChatServer.body(400, "text/plain", "no ".repeat(10_000)));
        assertTrue(failure(judge).length() < 600);
    }

    @Test
    void anUnknownMachineIsNamed() {
        Instant before = Instant.now();
        try (ChatJudge other = with(URI.create("http://judge.invalid/v1"), ChatServer.MODEL, Optional.empty())) {
            assertTrue(failure(other).contains("judge.invalid"));
        }
        assertTrue(Duration.between(before, Instant.now()).toSeconds() < 20);
    }

    @Test
    void anInterruptionEndsTheWait() throws InterruptedException {
        server.order(ChatServer.tooMany("2"));
        AtomicReference<String> reason = new AtomicReference<>();
        Thread asking = Thread.ofVirtual().start(() -> reason.set(failure(judge)));
        Awaitility.await().until(() -> server.requests() == 1);
        asking.interrupt();
        asking.join();
        assertTrue(reason.get().contains("interrupted"), reason.get());
    }

    private ChatJudge with(URI address, String model, Optional<String> key) {
        return with(address, model, key, server.settings().answerTime());
    }

    private ChatJudge with(URI address, String model, Optional<String> key, Duration answerTime) {
        JudgeSettings settings = server.settings();
        return new ChatJudge(
                new JudgeSettings(address, model, key, answerTime, settings.patience(), settings.firstPause()));
    }

    private static String failure(ChatJudge judge) {
        return assertThrows(JudgeFailure.class, () -> judge.reply("", "hello")).getMessage();
    }
}
