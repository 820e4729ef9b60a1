package org.timeviper.indexer.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server that has films, on this machine. It serves ranges, and does what else is laid at an address. */
public final class FilmServer implements AutoCloseable {

    /** What is done at an address. */
    @FunctionalInterface
    public interface Answer {
        void give(HttpExchange exchange) throws IOException;
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /** @param port where it listens; 0 for any */
    public FilmServer(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
            try (exchange) {
                answers.getOrDefault(exchange.getRequestURI().getPath(), FilmServer::nothing)
                        .give(exchange);
            }
        });
        server.setExecutor(threads);
        server.start();
    }

    private static void nothing(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(404, -1);
    }

    /** Lays something at an address. */
    public FilmServer at(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    /** @return where that is */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** @return this server as an entry of a list of hosts */
    public String entry() {
        return "private:http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @return the ranges that were asked for, in order; "null" for none */
    List<String> ranges() {
        return List.copyOf(ranges);
    }

    /** Serves bytes, the whole of them or from where they are asked for. */
    public static Answer film(byte[] bytes) {
        return exchange -> send(exchange, bytes, bytes.length);
    }

    /**
     * Serves at most so many bytes at a time, and then hangs up.
     *
     * @param tag the version of the film; null for none
     */
    static Answer breakingOff(byte[] bytes, int after, String tag) {
        return exchange -> {
            if (tag != null) {
                exchange.getResponseHeaders().set("ETag", tag);
            }
            send(exchange, bytes, after);
        };
    }

    /**
     * Serves the whole film until it hangs up in the middle, and then parts of at most so many bytes, however much is asked for, as it may.
     *
     * @param tag the version of the film
     * @param told whether it tells how long the whole film is
     */
    static Answer inSlices(byte[] bytes, int most, String tag, boolean told) {
        return exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            exchange.getResponseHeaders().set("ETag", tag);
            if (range == null) {
                send(exchange, bytes, bytes.length / 2);
                return;
            }
            int from = Integer.parseInt(range.replaceAll("\\D", ""));
            if (from >= bytes.length) {
                exchange.getResponseHeaders().set("Content-Range", "bytes */" + bytes.length);
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            byte[] slice = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + most));
            exchange.getResponseHeaders()
                    .set(
                            "Content-Range",
                            "bytes " + from + "-" + (from + slice.length - 1) + "/" + (told ? bytes.length : "*"));
            exchange.sendResponseHeaders(206, slice.length);
            exchange.getResponseBody().write(slice);
        };
    }

    /** Leads somewhere else. */
    static Answer to(String location) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    private static void send(HttpExchange exchange, byte[] bytes, int most) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("video/mp4"));
        if (range != null) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length - from);
        OutputStream out = exchange.getResponseBody();
        out.write(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + most)));
        out.flush();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
