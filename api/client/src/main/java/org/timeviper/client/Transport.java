package org.timeviper.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.timeviper.api.Problem;

/** Sends requests with what the options ask for, and makes what the service refuses a {@link TimeViperException}. */
final class Transport implements AutoCloseable {

    private static final int FIRST_REFUSAL = 300;

    private final URI address;
    private final ClientOptions options;
    private final HttpClient http;

    /** Reads what a later service adds without complaint. */
    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    Transport(URI address, ClientOptions options) {
        this.address = address;
        this.options = options;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(options.connectTimeout())
                .build();
    }

    ObjectMapper json() {
        return json;
    }

    /** @param path below the service's address, with its query, encoded */
    HttpRequest.Builder request(String path) {
        return request(URI.create(address + path));
    }

    HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(options.answerTimeout());
    }

    /** @return text as a part of a path or a query */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * @return the answer, whose body the caller closes
     * @throws TimeViperException if the service refuses, or does not answer
     */
    HttpResponse<InputStream> send(HttpRequest.Builder request) {
        options.headers().get().forEach(request::setHeader);
        try {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            if (response.statusCode() >= FIRST_REFUSAL) {
                throw refusal(response);
            }
            return response;
        } catch (IOException e) {
            throw lost(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeViperException("The thread was interrupted while it waited for " + address + ".", e);
        }
    }

    TimeViperException lost(IOException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new TimeViperException("The service at " + address + " does not answer (" + reason + ").", e);
    }

    private TimeViperException refusal(HttpResponse<InputStream> response) throws IOException {
        int status = response.statusCode();
        Duration later = response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,9}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(null);
        try (InputStream body = response.body()) {
            Problem problem = json.readValue(body.readAllBytes(), Problem.class);
            if (problem.detail() != null) {
                return new TimeViperException(status, problem.title(), problem.detail(), problem.code(), later);
            }
        } catch (JsonProcessingException e) {
            // No problem detail, so it was not the service but a gateway before it: what follows says what is known.
        }
        return new TimeViperException(
                status, "Refused", "What is at " + address + " answered with status " + status + ".", null, later);
    }

    <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new TimeViperException("What is at " + address + " answered something else than expected.", e);
        }
    }

    String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A request cannot be written as JSON", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
