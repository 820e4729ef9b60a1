package org.timeviper.indexer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.timeviper.api.VideoState;
import org.timeviper.api.VideoView;
import org.timeviper.api.Videos;

class ServiceClientTest {

    private final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());
    private final List<VideoView> oldestFirst = new ArrayList<>();

    @Test
    void whatComesInWhileVideosAreReadMovesNoneOnToAnotherPage() throws IOException {
        IntStream.range(0, 1001).forEach(number -> add());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/videos", this::list);
        server.start();
        try {
            List<VideoView> read = new ServiceClient(
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                    .videos();
            assertEquals(
                    oldestFirst.reversed().stream().map(VideoView::id).toList(),
                    read.stream().map(VideoView::id).toList());
        } finally {
            server.stop(0);
        }
    }

    /** Lists videos as the service does. Before each page but the first another one comes in. */
    private void list(HttpExchange exchange) throws IOException {
        Map<String, String> asked = Arrays.stream(
                        exchange.getRequestURI().getQuery().split("&"))
                .map(parameter -> parameter.split("="))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        int from = Integer.parseInt(asked.getOrDefault("from", "0"));
        if (from > 0) {
            add();
        }
        boolean upwards = asked.getOrDefault("sort", "-created").equals("created");
        Videos page = new Videos(
                (upwards ? oldestFirst : oldestFirst.reversed())
                        .stream()
                                .skip(from)
                                .limit(Integer.parseInt(asked.get("size")))
                                .toList(),
                oldestFirst.size());
        byte[] body = json.writeValueAsBytes(page);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void add() {
        String id = "v" + oldestFirst.size();
        oldestFirst.add(new VideoView(
                id,
                id,
                VideoState.READY,
                1,
                2,
                2,
                25,
                "25",
                null,
                false,
                null,
                1,
                Instant.EPOCH,
                1,
                1,
                null,
                null,
                "",
                null,
                null,
                id,
                null,
                List.of(),
                null,
                Map.of(),
                null));
    }
}
