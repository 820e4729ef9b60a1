package org.timeviper.indexer.evaluation.metric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * A language model that judges, asked over HTTP at temperature 0. Whatever may pass (too many requests, a server that fails, a broken connection, an answer that does not come) is tried
 * again, after pauses that grow or that the server asks for, until the settings' patience ends; whatever will not pass (a wrong key, an unknown model, an exhausted quota, an answer that
 * is none) fails at once.
 *
 * <p>May be used by several threads. To be closed.
 */
public final class ChatJudge implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** An answer and a verdict are a line each; a model that cannot stop is cut. */
    private static final int ANSWER_TOKENS = 256;

    private static final int QUOTED_CHARACTERS = 300;

    private final JudgeSettings settings;
    private final ObjectMapper json = new ObjectMapper();

    /** HTTP/1.1, because some servers of models trip over the offer of HTTP/2. Redirects are not followed: they would take the key elsewhere. */
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** What one attempt came to. */
    private sealed interface Attempt {

        record Replied(String text) implements Attempt {}

        /** @param pause that the server asks for, if any */
        record Passing(String reason, Optional<Duration> pause) implements Attempt {}
    }

    public ChatJudge(JudgeSettings settings) {
        this.settings = settings;
    }

    /**
     * Asks, and waits.
     *
     * @param role how the model is to behave: the system message
     * @param task what it is to do: the user's message
     * @return its words, without white space around them
     * @throws JudgeFailure if it gives no answer, or the thread is interrupted
     */
    public String reply(String role, String task) {
        HttpRequest request = request(role, task);
        long end = System.nanoTime() + settings.patience().toNanos();
        Duration pause = settings.firstPause();
        for (int attempts = 1; ; attempts++) {
            switch (attempt(request, end)) {
                case Attempt.Replied replied -> {
                    return replied.text();
                }
                case Attempt.Passing passing -> {
                    Duration rest = passing.pause().orElse(jittered(pause));
                    if (System.nanoTime() + rest.toNanos() >= end) {
                        throw exhausted(attempts, passing);
                    }
                    sleep(rest);
                    pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
                }
            }
        }
    }

    /** Ends all conversations. */
    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest request(String role, String task) {
        ObjectNode body = json.createObjectNode();
        body.put("model", settings.model());
        body.put("temperature", 0);
        body.put("max_tokens", ANSWER_TOKENS);
        body.putArray("messages").add(message("system", role)).add(message("user", task));
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.completions())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(body.toString()));
        settings.key().ifPresent(key -> request.header("Authorization", "Bearer " + key));
        return request.build();
    }

    private ObjectNode message(String role, String content) {
        return json.createObjectNode().put("role", role).put("content", content);
    }

    /** One attempt, body included: a request's own timeout ends with the headers. */
    private Attempt attempt(HttpRequest request, long end) {
        long nanoseconds = Math.min(settings.answerTime().toNanos(), end - System.nanoTime());
        CompletableFuture<HttpResponse<String>> response = http.sendAsync(request, BodyHandlers.ofString());
        try {
            return understood(response.get(Math.max(1, nanoseconds), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return new Attempt.Passing("no answer came in time", Optional.empty());
        } catch (ExecutionException e) {
            return broken(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JudgeFailure("interrupted while " + settings + " was asked", e);
        } finally {
            response.cancel(true);
        }
    }

    private Attempt broken(Throwable cause) {
        if (cause.getCause() instanceof UnresolvedAddressException) {
            throw new JudgeFailure(settings + " cannot be asked: no machine of that name is known", cause);
        }
        String reason = cause.getMessage() == null ? "the connection failed" : hidden(cause.getMessage());
        if (!(cause instanceof IOException) || cause instanceof SSLHandshakeException) {
            throw new JudgeFailure(settings + " cannot be asked: " + reason, cause);
        }
        return new Attempt.Passing(reason, Optional.empty());
    }

    private Attempt understood(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == 200) {
            return new Attempt.Replied(words(response.body()));
        }
        String reason = status + reason(response.body());
        boolean passing = status == 408 || status == 429 || status >= 500;
        if (!passing || status == 429 && response.body().contains("insufficient_quota")) {
            throw new JudgeFailure(settings + " refused: " + reason + advice(status));
        }
        return new Attempt.Passing(
                reason, response.headers().firstValue("Retry-After").flatMap(ChatJudge::pause));
    }

    /** @throws JudgeFailure if it is no chat completion, or one without words */
    private String words(String body) {
        try {
            JsonNode content = json.readTree(body).at("/choices/0/message/content");
            if (content.isTextual()) {
                return content.asText().strip();
            }
        } catch (JsonProcessingException e) {
            // Not JSON: what follows says what came instead.
        }
        throw new JudgeFailure(
                settings + " answered something else than a chat completion with words: " + quoted(body));
    }

    /** What a server says of an error: most send it as JSON, each in a form of its own. */
    private String reason(String body) {
        try {
            JsonNode problem = json.readTree(body);
            for (String place : new String[] {"/error/message", "/error", "/message", "/detail"}) {
                if (problem.at(place).isTextual()) {
                    return ", " + quoted(problem.at(place).asText());
                }
            }
        } catch (JsonProcessingException e) {
            // Not JSON: it is quoted as it is.
        }
        return body.isBlank() ? "" : ", " + quoted(body);
    }

    private static String advice(int status) {
        return switch (status) {
            case 401, 403 -> ". Set " + JudgeSettings.KEY_VARIABLE + " to a key that is valid there";
            case 404 ->
                ". The address must be the one that /chat/completions follows, and the model must be known there";
            default -> "";
        };
    }

    private JudgeFailure exhausted(int attempts, Attempt.Passing last) {
        String asked = last.pause()
                .map(pause -> ", which asks to wait " + pause.toSeconds() + " s")
                .orElse("");
        return new JudgeFailure(settings + " gave no answer in " + attempts + (attempts == 1 ? " attempt" : " attempts")
                + " within " + settings.patience().toSeconds() + " s; the last one: " + last.reason() + asked);
    }

    private String quoted(String text) {
        String line = hidden(text.strip().replaceAll("\\s+", " "));
        return line.length() <= QUOTED_CHARACTERS ? line : line.substring(0, QUOTED_CHARACTERS) + " …";
    }

    /** Servers quote the key that they refuse. */
    private String hidden(String text) {
        return settings.key().map(key -> text.replace(key, "(the key)")).orElse(text);
    }

    /** @param header seconds, or a date */
    private static Optional<Duration> pause(String header) {
        try {
            Duration pause = header.strip().matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(header.strip()))
                    : Duration.between(
                            Instant.now(), Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.strip())));
            return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Between half and all of a pause, so that those who were refused together do not come back together. */
    private static Duration jittered(Duration pause) {
        long nanoseconds = pause.toNanos();
        return Duration.ofNanos(nanoseconds / 2 + ThreadLocalRandom.current().nextLong(nanoseconds / 2 + 1));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JudgeFailure("interrupted while waiting for " + settings, e);
        }
    }
}
