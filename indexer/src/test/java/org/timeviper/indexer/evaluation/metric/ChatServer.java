package org.timeviper.indexer.evaluation.metric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A server with a chat completions address, on a free port of this machine. It keeps to the published interface: it asks for a key, knows one model, refuses what is no request, and
 * answers errors in the form in which the real ones are answered. What goes wrong beyond that can be ordered, one trouble a request.
 */
public final class ChatServer implements AutoCloseable {

    static final String KEY = "sk-test-7f3a90";
    static final String MODEL = "judge-8b";

    /** Something that happens instead of an answer. */
    @FunctionalInterface
    public interface Trouble {
        void happen(HttpExchange exchange) throws IOException;
    }

    /** A question as the model gets it. */
    public record Asked(String role, String task, JsonNode request) {}

    private final ObjectMapper json = new ObjectMapper();
    private final Queue<Trouble> troubles = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger thinking = new AtomicInteger();
    private final AtomicInteger mostThinking = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Function<Asked, String> mind;
    private final HttpServer server;

    /** @param mind what the model says */
    public ChatServer(Function<Asked, String> mind) {
        this.mind = mind;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/v1");
    }

    /** Short times, so that tests are. */
    public JudgeSettings settings() {
        return new JudgeSettings(
                address(),
                MODEL,
                Optional.of(KEY),
                Duration.ofMillis(500),
                Duration.ofSeconds(3),
                Duration.ofMillis(5));
    }

    /** The next requests that are in order come to this, one each. */
    public void order(Trouble... next) {
        troubles.addAll(List.of(next));
    }

    public int requests() {
        return requests.get();
    }

    /** @return what reached the model */
    List<Asked> asked() {
        return asked;
    }

    /** @return how many questions the model thought about at the same time, at most */
    int mostTogether() {
        return mostThinking.get();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Trouble trouble = refusal(exchange, body)
                    .or(() -> Optional.ofNullable(troubles.poll()))
                    .orElse(null);
            if (trouble == null) {
                answer(exchange, body);
            } else {
                trouble.happen(exchange);
            }
        }
    }

    /** What the interface itself refuses. */
    private Optional<Trouble> refusal(HttpExchange exchange, byte[] body) {
        String key = exchange.getRequestHeaders().getFirst("Authorization");
        if (!exchange.getRequestURI().getPath().equals("/v1/chat/completions")) {
            return Optional.of(error(404, "Not Found", "not_found"));
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return Optional.of(error(405, "Only POST requests are accepted.", "method_not_supported"));
        }
        if (!("Bearer " + KEY).equals(key)) {
            return Optional.of(error(
                    401,
                    "Incorrect API key provided: " + String.valueOf(key).replace("Bearer ", ""),
                    "invalid_api_key"));
        }
        try {
            JsonNode request = json.readTree(body);
            if (!request.path("model").asText().equals(MODEL)) {
                return Optional.of(error(
                        404, "The model `" + request.path("model").asText() + "` does not exist", "model_not_found"));
            }
            boolean complete = request.path("messages").size() == 2
                    && request.at("/messages/0/role").asText().equals("system")
                    && request.at("/messages/1/role").asText().equals("user");
            return complete ? Optional.empty() : Optional.of(error(400, "Invalid messages", "invalid_request"));
        } catch (IOException e) {
            return Optional.of(error(400, "We could not parse the JSON body of your request.", "invalid_json"));
        }
    }

    private void answer(HttpExchange exchange, byte[] body) throws IOException {
        JsonNode request = json.readTree(body);
        Asked question = new Asked(
                request.at("/messages/0/content").asText(),
                request.at("/messages/1/content").asText(),
                request);
        asked.add(question);
        mostThinking.accumulateAndGet(thinking.incrementAndGet(), Math::max);
        String words = mind.apply(question);
        thinking.decrementAndGet();
        send(exchange, 200, "application/json", completion(words), Map.of());
    }

    private String completion(String words) {
        ObjectNode completion = json.createObjectNode();
        completion.put("id", "chatcmpl-1").put("object", "chat.completion").put("created", 1_700_000_000);
        completion.put("model", MODEL);
        ObjectNode choice = completion.putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", words);
        completion
                .putObject("usage")
                .put("prompt_tokens", 50)
                .put("completion_tokens", 5)
                .put("total_tokens", 55);
        return written(completion);
    }

    /** An error in the interface's own form. */
    static Trouble error(int status, String message, String code) {
        ObjectMapper json = new ObjectMapper();
        ObjectNode body = json.createObjectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", "error")
                .putNull("param")
                .put("code", code);
        return exchange -> send(exchange, status, "application/json", written(body), Map.of());
    }

    /** An error that says when to come back. */
    static Trouble tooMany(String retryAfter) {
        String body = "{\"error\":{\"message\":\"Rate limit reached\",\"code\":\"rate_limit_exceeded\"}}";
        return exchange -> send(exchange, 429, "application/json", body, Map.of("Retry-After", retryAfter));
    }

    /** Anything that is sent instead. */
    static Trouble body(int status, String type, String body) {
        return exchange -> send(exchange, status, type, body, Map.of());
    }

    /** The connection is closed without a word. */
    static Trouble hangUp() {
        return HttpExchange::close;
    }

    /** No answer comes. */
    Trouble silence() {
        return exchange -> untilClosed();
    }

    /** Headers and half an answer come, and no more. */
    Trouble halfAnAnswer() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"id\":".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            untilClosed();
        };
    }

    private void untilClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String body, Map<String, String> headers)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String written(JsonNode node) {
        try {
            return new ObjectMapper().writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
