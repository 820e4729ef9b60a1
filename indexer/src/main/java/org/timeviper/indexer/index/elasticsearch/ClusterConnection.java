package org.timeviper.indexer.index.elasticsearch;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.elasticsearch._types.ErrorResponse;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.TransportException;
import co.elastic.clients.transport.TransportUtils;
import co.elastic.clients.transport.rest5_client.Rest5ClientTransport;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import co.elastic.clients.transport.rest5_client.low_level.Rest5ClientBuilder;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;
import org.timeviper.indexer.index.IndexUnavailable;

/** The way to the cluster. Every request ends in bounded time, and what goes wrong is told in words that say what to do. Owns the client's threads and connections until it is closed. */
final class ClusterConnection implements AutoCloseable {

    /** Elasticsearch's name for the refusal of what is read-only. */
    static final String BLOCKED = "cluster_block_exception";

    private static final String LATE = "it did not answer in time. It is overloaded or a node hangs.";
    private static final String ENDED =
            "it ended the connection. If that lasts, check the address: that of an encrypted cluster begins with https (timeviper.elasticsearch.url).";

    private final List<URI> nodes;
    private final ElasticsearchClient client;
    private final Duration timeout;

    /** A request to the cluster. */
    interface Request<T> {
        T send(ElasticsearchClient client) throws IOException;
    }

    ClusterConnection(ElasticsearchSettings settings) {
        this.nodes = settings.url().orElseThrow();
        this.timeout = settings.timeout();
        this.client = new ElasticsearchClient(new Rest5ClientTransport(http(settings), new JacksonJsonpMapper()));
    }

    private static Rest5Client http(ElasticsearchSettings settings) {
        Timeout timeout = Timeout.of(settings.timeout());
        Rest5ClientBuilder http = Rest5Client.builder(settings.url().orElseThrow())
                .setRequestConfigCallback(
                        request -> request.setResponseTimeout(timeout).setConnectionRequestTimeout(timeout))
                .setConnectionConfigCallback(
                        connection -> connection.setConnectTimeout(timeout).setSocketTimeout(timeout));
        settings.apiKey()
                .ifPresent(key ->
                        http.setDefaultHeaders(new Header[] {new BasicHeader("Authorization", "ApiKey " + key)}));
        settings.caCertificate().ifPresent(file -> {
            try {
                http.setSSLContext(TransportUtils.sslContextFromHttpCaCrt(file.toFile()));
            } catch (IOException | RuntimeException e) {
                throw new IllegalArgumentException(
                        "The certificate file " + file + " (timeviper.elasticsearch.ca-certificate) cannot be read: "
                                + e.getMessage(),
                        e);
            }
        });
        return http.build();
    }

    /** The client itself, for what runs on beside the caller. */
    ElasticsearchClient client() {
        return client;
    }

    /** How long the cluster may take, as it understands it: a little less than this end waits, so that it can still say so. */
    String timeout() {
        return timeout.toMillis() * 9 / 10 + "ms";
    }

    /** For a person: where the cluster is. */
    String home() {
        return "Elasticsearch at " + nodes.stream().map(URI::toString).collect(Collectors.joining(", "));
    }

    /**
     * Sends a request.
     *
     * @param what what it is for, as in "cannot search"
     * @throws IndexUnavailable if the cluster cannot be reached, does not answer in time or refuses
     */
    <T> T send(String what, Request<T> request) {
        try {
            return request.send(client);
        } catch (ElasticsearchException e) {
            throw refused(what, e);
        } catch (TransportException e) {
            throw new IndexUnavailable(cannot(what) + answeredOddly(e), e);
        } catch (IOException e) {
            throw new IndexUnavailable(cannot(what) + reason(e), e);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof TimeoutException) {
                // All connections are taken by requests that wait for an answer.
                throw new IndexUnavailable(cannot(what) + LATE, e);
            }
            throw e;
        }
    }

    /** @return the HTTP status with which the cluster refused, or 0 if it did not get so far */
    static int status(IndexUnavailable e) {
        return e.getCause() instanceof ElasticsearchException refused ? refused.status() : 0;
    }

    /** @return Elasticsearch's name for why it refused, empty if it did not get so far */
    static String type(IndexUnavailable e) {
        return e.getCause() instanceof ElasticsearchException refused ? type(refused) : "";
    }

    /** @return why the cluster refused, in its own words: the request as a whole, and what its nodes said */
    static Stream<String> reasons(IndexUnavailable e) {
        return e.getCause() instanceof ElasticsearchException refused && refused.error() != null
                ? reasons(refused.error())
                : Stream.empty();
    }

    private static Stream<String> reasons(ErrorCause cause) {
        Stream<ErrorCause> causes = Stream.concat(cause.rootCause().stream(), Stream.ofNullable(cause.causedBy()));
        return Stream.concat(Stream.ofNullable(cause.reason()), causes.flatMap(ClusterConnection::reasons));
    }

    /** @return whether the cluster had no room for a request, which it may have a little later */
    static boolean overloaded(IndexUnavailable e) {
        return status(e) == 429 && !type(e).equals(BLOCKED);
    }

    private static String type(ElasticsearchException e) {
        return e.error() == null || e.error().type() == null ? "" : e.error().type();
    }

    private String cannot(String what) {
        return home() + " cannot " + what + ": ";
    }

    /** @return what it means that the cluster has refused a part of a request */
    IndexUnavailable refused(String what, ErrorResponse part) {
        return refused(what, new ElasticsearchException(what, part));
    }

    private IndexUnavailable refused(String what, ElasticsearchException e) {
        String reason =
                e.error() == null ? e.getMessage() : String.valueOf(e.error().reason());
        String advice =
                switch (e.status()) {
                    case 401, 403 ->
                        blocked(e)
                                ? readOnly(reason)
                                : "the credentials do not suffice (" + reason
                                        + "). Check timeviper.elasticsearch.api-key.";
                    case 404 -> "the index is gone (" + reason + "). It is made again and rebuilt from the library.";
                    case 429 -> blocked(e) ? readOnly(reason) : "it is overloaded (" + reason + "). It is tried again.";
                    case 503 -> "a part of the index has no live copy (" + reason + "). Check the cluster's nodes.";
                    default -> reason;
                };
        return new IndexUnavailable(cannot(what) + advice, e);
    }

    private static boolean blocked(ElasticsearchException e) {
        return type(e).equals(BLOCKED);
    }

    private static String readOnly(String reason) {
        return "the index is read-only (" + reason
                + "). Most often a disk is full: make room or add a node, and it goes on by itself.";
    }

    private static String answeredOddly(TransportException e) {
        return "what answers there is no Elasticsearch, or something in between broke the answer (" + e.getMessage()
                + ").";
    }

    private static String reason(IOException e) {
        return switch (e) {
            case ConnectException c ->
                "nothing answers there. Check that the cluster runs and that the address is right (timeviper.elasticsearch.url).";
            case SocketTimeoutException t -> LATE;
            case SSLException s ->
                "the encrypted connection failed (" + s.getMessage()
                        + "). Check timeviper.elasticsearch.ca-certificate, and the address: one that is not encrypted begins with http (timeviper.elasticsearch.url).";
            case UnknownHostException u ->
                "there is no machine of that name. Check the address (timeviper.elasticsearch.url).";
            case ConnectionClosedException c -> ENDED;
            case SocketException s -> ENDED;
            default -> "the connection failed (" + e + ").";
        };
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new IndexUnavailable("The connection to " + home() + " could not be closed", e);
        }
    }
}
