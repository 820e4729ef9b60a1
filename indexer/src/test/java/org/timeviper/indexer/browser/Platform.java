package org.timeviper.indexer.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A platform's own site, served by a server of its own at an origin of its own. Its pages may load from themselves and from the service, and from nowhere else.
 */
final class Platform implements AutoCloseable {

    /** The names under which a browser reaches it: the service lets in pages of the first, and knows nothing of the second. */
    static final String KNOWN = "platform.localhost";

    static final String STRANGER = "stranger.localhost";

    private final HttpServer server;
    private final String service;
    private final AtomicReference<String> page = new AtomicReference<>("");

    /**
     * Starts it on any free port of this machine.
     *
     * @param service the service's origin
     * @param modules a folder of modules, which lies at {@code /modules/}
     */
    Platform(String service, Path modules) throws IOException {
        this.service = service;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, "text/html;charset=UTF-8", page.get()));
        server.createContext("/modules/", exchange -> {
            Path file = modules.resolve(exchange.getRequestURI().getPath().substring("/modules/".length()));
            answer(exchange, "text/javascript", Files.readString(file));
        });
        server.start();
    }

    /**
     * Publishes a page.
     *
     * @param name the name of the site
     * @return where a browser finds it
     */
    URI publish(String name, String html) {
        page.set("<!doctype html><html lang=en><meta charset=utf-8><title>platform</title><body>" + html);
        return URI.create(origin(name) + "/");
    }

    String origin(String name) {
        return "http://" + name + ":" + server.getAddress().getPort();
    }

    /** Of all that it allows, unsafe-eval alone is for the tests, which look at the page by scripts. */
    private String policy() {
        return "default-src 'none'; script-src 'self' 'nonce-platform' 'unsafe-eval' " + service + "; connect-src "
                + service + "; img-src " + service + "; media-src blob: " + service;
    }

    private void answer(HttpExchange exchange, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Content-Security-Policy", policy());
        exchange.sendResponseHeaders(200, bytes.length);
        try (var body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
