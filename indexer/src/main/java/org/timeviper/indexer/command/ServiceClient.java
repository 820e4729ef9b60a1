package org.timeviper.indexer.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.timeviper.api.Accepted;
import org.timeviper.api.AskEvent;
import org.timeviper.api.AskRequest;
import org.timeviper.api.AskResult;
import org.timeviper.api.GroundRequest;
import org.timeviper.api.GroundResult;
import org.timeviper.api.ImportRequest;
import org.timeviper.api.JobView;
import org.timeviper.api.Jobs;
import org.timeviper.api.Problem;
import org.timeviper.api.Reindexing;
import org.timeviper.api.SearchResults;
import org.timeviper.api.Timeline;
import org.timeviper.api.VideoChange;
import org.timeviper.api.VideoFilter;
import org.timeviper.api.VideoView;
import org.timeviper.api.Videos;

/** The HTTP API as a command uses it. A problem that the service reports becomes a {@link CommandFailure} with the service's own words. */
final class ServiceClient {

    private static final int PAGE = 500;
    private static final VideoFilter EVERYTHING =
            new VideoFilter(null, null, null, null, null, null, null, null, null, null);

    private final URI address;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    ServiceClient(URI address) {
        this.address = address;
    }

    URI address() {
        return address;
    }

    /** @return whether a service answers there */
    boolean answers() {
        try {
            HttpRequest request =
                    request("/v1/videos?size=1").timeout(Duration.ofSeconds(5)).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Reads all pages, oldest first: what comes in meanwhile is on the last one, and moves nothing to another.
     *
     * @return all videos, newest first
     */
    List<VideoView> videos() {
        Map<String, VideoView> all = new LinkedHashMap<>();
        Videos page;
        int from = 0;
        do {
            page = get("/v1/videos?sort=created&size=" + PAGE + "&from=" + from, Videos.class);
            page.videos().forEach(video -> all.putIfAbsent(video.id(), video));
            from += page.videos().size();
        } while (!page.videos().isEmpty() && from < page.total());
        return List.copyOf(all.values()).reversed();
    }

    VideoView video(String id) {
        return get("/v1/videos/" + id, VideoView.class);
    }

    Timeline timeline(String id) {
        return get("/v1/videos/" + id + "/timeline", Timeline.class);
    }

    /**
     * @param format what the format is called
     * @param base what links in the file begin with; null for the service's own address
     * @param page the form of the addresses at which people watch films; null for the service's own page
     * @return the file with all scenes and events of a video
     */
    byte[] export(String id, String format, String base, String page) {
        StringBuilder path = new StringBuilder("/v1/videos/" + encoded(id) + "/export?format=" + encoded(format));
        append(path, "base", base);
        append(path, "page", page);
        HttpResponse<byte[]> response = send(request(path.toString()).build(), BodyHandlers.ofByteArray());
        if (response.statusCode() >= 300) {
            throw problem(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    JobView job(String id) {
        return get("/v1/jobs/" + id, JobView.class);
    }

    /**
     * @param state only jobs in this state; null for all
     * @param video only jobs of this video; null for all
     * @return the newest jobs, at most so many
     */
    Jobs jobs(String state, String video, int limit) {
        StringBuilder path = new StringBuilder("/v1/jobs?size=" + limit);
        append(path, "state", state);
        append(path, "video", video);
        return get(path.toString(), Jobs.class);
    }

    JobView cancelJob(String id) {
        return command(id, "cancel");
    }

    JobView retryJob(String id) {
        return command(id, "retry");
    }

    /** Lets a video be indexed again. */
    JobView reindex(String video) {
        return command("/v1/videos/" + video + "/reindex", JobView.class);
    }

    /** Lets a part of the videos be indexed again that the present model has not described. */
    Reindexing reindexStale() {
        return command("/v1/videos/reindex?size=" + PAGE, Reindexing.class);
    }

    private JobView command(String job, String what) {
        return command("/v1/jobs/" + encoded(job).replace("+", "%20") + "/" + what, JobView.class);
    }

    private <T> T command(String path, Class<T> type) {
        HttpRequest request = request(path)
                .header("Accept", "application/json")
                .POST(BodyPublishers.noBody())
                .build();
        return body(request, type);
    }

    /** Lets the service bring a film from another server, with what is said of it. */
    Accepted importFrom(String url, VideoChange said) {
        return post(
                "/v1/videos/import",
                new ImportRequest(null, url, null, said.collection(), said.tags(), said.language(), said.metadata()),
                Accepted.class);
    }

    /** Changes what is said of a video. */
    VideoView change(String id, VideoChange change) {
        HttpRequest request = request("/v1/videos/" + id)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method("PATCH", BodyPublishers.ofString(written(change)))
                .build();
        return body(request, VideoView.class);
    }

    /** Searches the whole library. */
    SearchResults search(String query, int size) {
        return search(query, size, null, EVERYTHING, false, false);
    }

    /**
     * Searches.
     *
     * @param cursor what the page before gave as {@code next}; null for the first page
     */
    SearchResults search(String query, int size, String cursor, VideoFilter filter, boolean verify, boolean facets) {
        StringBuilder path = new StringBuilder(
                "/v1/search?q=" + encoded(query) + "&size=" + size + "&verify=" + verify + "&facets=" + facets);
        append(path, "cursor", cursor);
        append(path, filter);
        return get(path.toString(), SearchResults.class);
    }

    /**
     * Finds moments like a stretch of a video.
     *
     * @param end null for what is seen at the start
     * @param cursor what the page before gave as {@code next}; null for the first page
     */
    SearchResults similar(String video, double start, Double end, int limit, String cursor, VideoFilter filter) {
        StringBuilder path = new StringBuilder(
                "/v1/videos/" + encoded(video).replace("+", "%20") + "/similar?start=" + start + "&limit=" + limit);
        append(path, "end", end);
        append(path, "cursor", cursor);
        append(path, filter);
        return get(path.toString(), SearchResults.class);
    }

    /** @return the first videos whose names hold a text, newest first */
    List<VideoView> videosNamed(String text) {
        return get("/v1/videos?size=" + PAGE + "&name=" + encoded(text), Videos.class)
                .videos();
    }

    private static void append(StringBuilder path, VideoFilter filter) {
        append(path, "video", filter.video());
        append(path, "collection", filter.collections());
        append(path, "tag", filter.tags());
        append(path, "language", filter.languages());
        append(
                path,
                "meta",
                filter.metadata() == null ? null : filter.metadata().conditions());
        append(path, "from", filter.from());
        append(path, "to", filter.to());
        append(path, "minDuration", filter.minDuration());
        append(path, "maxDuration", filter.maxDuration());
        append(path, "minConfidence", filter.minConfidence());
    }

    private static void append(StringBuilder path, String parameter, List<?> values) {
        if (values != null) {
            values.forEach(value -> append(path, parameter, value));
        }
    }

    private static void append(StringBuilder path, String parameter, Object value) {
        if (value != null) {
            path.append('&').append(parameter).append('=').append(encoded(value.toString()));
        }
    }

    GroundResult ground(String video, String description) {
        return post("/v1/videos/" + video + "/ground", new GroundRequest(description), GroundResult.class);
    }

    AskResult ask(AskRequest question) {
        return post("/v1/ask", question, AskResult.class);
    }

    /** Asks, and hands on each event of the answer as it comes. */
    void ask(AskRequest question, Consumer<AskEvent> events) {
        HttpRequest request = request("/v1/ask")
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(BodyPublishers.ofString(written(question)))
                .build();
        HttpResponse<Stream<String>> response = send(request, BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() >= 300) {
                throw problem(response.statusCode(), String.join("\n", lines.toList()));
            }
            lines.filter(line -> line.startsWith("data:"))
                    .map(line -> read(line.substring("data:".length()), AskEvent.class))
                    .forEach(events);
        }
    }

    /** Uploads a file, streaming it from the disk, with what is said of it. */
    Accepted upload(Path file, String name, VideoChange said) {
        String boundary = "timeviper-" + UUID.randomUUID();
        StringBuilder head = new StringBuilder();
        field(head, boundary, "collection", said.collection());
        field(head, boundary, "language", said.language());
        if (said.tags() != null) {
            said.tags().forEach(tag -> field(head, boundary, "tags", tag));
        }
        if (said.metadata() != null) {
            said.metadata().forEach((key, value) -> field(head, boundary, "metadata", key + "=" + value));
        }
        head.append("--")
                .append(boundary)
                .append("\r\nContent-Disposition: form-data; name=\"file\"; filename=\"")
                .append(name.replace("\\", "_").replace("\"", "%22").replaceAll("[\\r\\n]", " "))
                .append("\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        HttpRequest request = request("/v1/videos")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Accept", "application/json")
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofString(head.toString()),
                        contents(file),
                        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")))
                .build();
        return body(request, Accepted.class);
    }

    private static void field(StringBuilder form, String boundary, String name, String value) {
        if (value != null) {
            form.append("--")
                    .append(boundary)
                    .append("\r\nContent-Disposition: form-data; name=\"")
                    .append(name)
                    .append("\"\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n")
                    .append(value)
                    .append("\r\n");
        }
    }

    private static BodyPublisher contents(Path file) {
        try {
            return BodyPublishers.ofFile(file);
        } catch (FileNotFoundException e) {
            throw new CommandFailure("cannot be read: " + e.getMessage(), e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path));
    }

    private <T> T get(String path, Class<T> type) {
        return body(request(path).header("Accept", "application/json").build(), type);
    }

    private <T> T post(String path, Object content, Class<T> type) {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(written(content)))
                .build();
        return body(request, type);
    }

    private <T> T body(HttpRequest request, Class<T> type) {
        HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
        try (InputStream content = response.body()) {
            String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
            if (response.statusCode() >= 300) {
                throw problem(response.statusCode(), text);
            }
            return read(text, type);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw lost(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }

    private CommandFailure lost(IOException e) {
        String reason = e.getMessage() == null ? "it ended or hung up" : e.getMessage();
        return new CommandFailure("the service at " + address + " stopped answering (" + reason + ").", e);
    }

    private CommandFailure problem(int status, String body) {
        try {
            Problem problem = json.readValue(body, Problem.class);
            if (problem.detail() != null) {
                return new CommandFailure(problem.detail());
            }
        } catch (JsonProcessingException e) {
            // Not a problem detail: what follows says what is known.
        }
        return new CommandFailure("the service at " + address + " answered with status " + status + ".");
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new CommandFailure("the service at " + address + " answered something else than expected.", e);
        }
    }
}
