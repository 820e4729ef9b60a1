package org.timeviper.indexer.index.elasticsearch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** An address in front of a real cluster, where something else happens before one chosen request goes on to it. */
final class WatchedCluster implements AutoCloseable {

    private static final List<String> ASKED_WITH = List.of("Content-Type", "Accept");
    private static final List<String> ANSWERED_WITH = List.of("Content-Type", "X-Elastic-Product");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final URI node;
    private final HttpServer server;
    private Predicate<String> chosen = request -> false;
    private Runnable before = () -> {};

    WatchedCluster(URI node) {
        this.node = node;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handOn);
        server.setExecutor(threads);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Does something before the next request of which the method and the path, as in {@code GET /index}, are such. */
    synchronized void beforeNext(Predicate<String> request, Runnable work) {
        chosen = request;
        before = work;
    }

    private synchronized Runnable due(String request) {
        if (!chosen.test(request)) {
            return () -> {};
        }
        chosen = any -> false;
        return before;
    }

    private void handOn(HttpExchange exchange) throws IOException {
        try (exchange) {
            due(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath())
                    .run();
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            node.resolve(exchange.getRequestURI().toString()))
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()));
            for (String header : ASKED_WITH) {
                exchange.getRequestHeaders().getOrDefault(header, List.of()).forEach(it -> request.header(header, it));
            }
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            for (String header : ANSWERED_WITH) {
                answer.headers().allValues(header).forEach(it -> exchange.getResponseHeaders()
                        .add(header, it));
            }
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        http.close();
    }
}
