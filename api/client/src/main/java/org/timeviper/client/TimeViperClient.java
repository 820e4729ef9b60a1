package org.timeviper.client;

import com.fasterxml.jackson.jakarta.rs.json.JacksonJsonProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jboss.resteasy.client.jaxrs.ResteasyClient;
import org.jboss.resteasy.client.jaxrs.ResteasyWebTarget;
import org.jboss.resteasy.client.jaxrs.internal.ResteasyClientBuilderImpl;
import org.timeviper.api.Accepted;
import org.timeviper.api.AskEvent;
import org.timeviper.api.AskRequest;
import org.timeviper.api.AskResource;
import org.timeviper.api.ConversationsResource;
import org.timeviper.api.ExportsResource;
import org.timeviper.api.JobView;
import org.timeviper.api.JobsResource;
import org.timeviper.api.ScenesResource;
import org.timeviper.api.SearchResource;
import org.timeviper.api.SimilarResource;
import org.timeviper.api.SuggestResource;
import org.timeviper.api.VideoChange;
import org.timeviper.api.VideosResource;

/**
 * The service as a Java program calls it: the contract's interfaces, and beside them what streams.
 *
 * <pre>{@code
 * try (TimeViperClient client = TimeViperClient.connect(URI.create("http://localhost:8080"), ClientOptions.defaults())) {
 *     Accepted accepted = client.upload(Path.of("match.mp4"), new VideoChange("news", List.of("sport"), null, null));
 *     client.awaitEnd(accepted.job().id());
 *     client.search().search("goal", 10, null, null, false, false).moments().forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>A query parameter that is null is left out. Every method, also of the interfaces, throws {@link TimeViperException} where the service refuses or does not answer, and
 * JAX-RS' {@link jakarta.ws.rs.ProcessingException} where an answer cannot be read. Where an interface gives a {@link jakarta.ws.rs.core.Response}, such as that of an
 * export, it is one that went well, {@code readEntity} gives what it carries, and the caller closes it.
 *
 * <p>Many threads may use a client at the same time.
 */
public final class TimeViperClient implements AutoCloseable {

    private final Transport transport;
    private final ResteasyClient client;
    private final ResteasyWebTarget target;

    private TimeViperClient(URI address, ClientOptions options) {
        this.transport = new Transport(address, options);
        this.client = new ResteasyClientBuilderImpl()
                .httpEngine(new JavaHttpEngine(transport))
                .register(new JacksonJsonProvider(transport.json()))
                .build();
        this.target = client.target(address);
    }

    /**
     * Makes a client; the service is not asked for anything yet.
     *
     * @param service the service's address, with the path before {@code /v1} where a gateway has put one
     * @throws IllegalArgumentException if that is no HTTP address
     */
    public static TimeViperClient connect(URI service, ClientOptions options) {
        boolean http = "http".equalsIgnoreCase(service.getScheme()) || "https".equalsIgnoreCase(service.getScheme());
        if (!http || service.getHost() == null || service.getQuery() != null || service.getFragment() != null) {
            throw new IllegalArgumentException(
                    service + " is no address of a service: it must be like https://search.example.org");
        }
        return new TimeViperClient(URI.create(service.toString().replaceAll("/+$", "")), options);
    }

    /** @return the library's videos */
    public VideosResource videos() {
        return target.proxy(VideosResource.class);
    }

    /** @return jobs */
    public JobsResource jobs() {
        return target.proxy(JobsResource.class);
    }

    /** @return search for moments */
    public SearchResource search() {
        return target.proxy(SearchResource.class);
    }

    /** @return moments like a given one */
    public SimilarResource similar() {
        return target.proxy(SimilarResource.class);
    }

    /** @return all scenes, page by page */
    public ScenesResource scenes() {
        return target.proxy(ScenesResource.class);
    }

    /** @return completions for a query box */
    public SuggestResource suggest() {
        return target.proxy(SuggestResource.class);
    }

    /** @return questions that are answered in one piece */
    public AskResource ask() {
        return target.proxy(AskResource.class);
    }

    /** @return conversations */
    public ConversationsResource conversations() {
        return target.proxy(ConversationsResource.class);
    }

    /** @return exports of selections and searches */
    public ExportsResource exports() {
        return target.proxy(ExportsResource.class);
    }

    /**
     * Asks, and has the answer as it goes.
     *
     * @return its events; closing it gives the question up
     */
    public EventStream<AskEvent> askStreaming(AskRequest question) {
        return events(
                transport
                        .request("/v1/ask")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(transport.written(question))),
                AskEvent.class);
    }

    /** @return how a job stands now, and then whenever that changes, until it has ended or its video is deleted */
    public EventStream<JobView> jobEvents(String job) {
        return events(transport.request("/v1/jobs/" + Transport.encoded(job) + "/events"), JobView.class);
    }

    private <T> EventStream<T> events(HttpRequest.Builder request, Class<T> type) {
        request.header("Accept", "text/event-stream");
        return new EventStream<>(transport.send(request).body(), data -> transport.read(data, type), transport::lost);
    }

    /**
     * Waits until a job has ended, well or not.
     *
     * @return the job as it ended
     */
    public JobView awaitEnd(String job) {
        JobView view = jobs().job(job);
        while (!view.state().ended()) {
            try (EventStream<JobView> events = jobEvents(job)) {
                events.forEach(event -> {});
            }
            view = jobs().job(job);
        }
        return view;
    }

    /**
     * Uploads a film. It goes over in parts, and goes on where it was when the connection breaks.
     *
     * @param said the collection, tags, language and metadata to give it; null for nothing
     * @return the video and the job that indexes it
     * @throws UncheckedIOException if the file cannot be read
     */
    public Accepted upload(Path film, VideoChange said) {
        VideoChange known = said == null ? new VideoChange(null, null, null, null) : said;
        FilmUpload.Became became = new FilmUpload(transport, film, known).send();
        return new Accepted(videos().video(became.video()), jobs().job(became.job()));
    }

    /**
     * Fetches a film into a file, which is replaced.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public void media(String video, Path file) {
        save(transport.request(below(video, "media")), file);
    }

    /**
     * Fetches a range of a film into a file, which is replaced.
     *
     * @param first the first byte, from 0
     * @param length how many bytes; where the film ends before, so many as there are
     * @throws UncheckedIOException if the file cannot be written
     */
    public void media(String video, long first, long length, Path file) {
        if (first < 0 || length < 1) {
            throw new IllegalArgumentException("There is no range of " + length + " bytes from byte " + first + " on");
        }
        save(
                transport.request(below(video, "media")).header("Range", "bytes=" + first + "-" + (first + length - 1)),
                file);
    }

    /**
     * Fetches the picture (JPEG) that is nearest to a second of a film into a file, which is replaced.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public void thumbnail(String video, double second, Path file) {
        save(transport.request(below(video, "thumbnail") + "?t=" + second), file);
    }

    private static String below(String video, String what) {
        return "/v1/videos/" + Transport.encoded(video) + "/" + what;
    }

    private void save(HttpRequest.Builder request, Path file) {
        try (InputStream body = transport.send(request).body()) {
            Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " was not fetched whole", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
