package org.timeviper.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.api.Accepted;
import org.timeviper.api.JobView;

/** What a service in good health does not do: gateways, busy services, broken connections. With the service itself the client is tested there. */
class TimeViperClientTest {

    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aGatewaysPathAndItsChangingTokenAreUsedForInterfacesAndStreams() {
        List<String> seen = new ArrayList<>();
        server.createContext("/", exchange -> {
            seen.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            boolean stream = exchange.getRequestURI().getPath().endsWith("/events");
            answer(
                    exchange,
                    200,
                    stream ? "text/event-stream" : "application/json",
                    stream ? "" : "{\"jobs\":[],\"total\":3,\"later\":1}");
        });
        AtomicInteger token = new AtomicInteger();
        ClientOptions options = ClientOptions.defaults()
                .withHeaders(() -> Map.of("Authorization", "Bearer " + token.incrementAndGet()));
        try (TimeViperClient client = TimeViperClient.connect(address("/search/"), options)) {
            assertEquals(3, client.jobs().list(0, 5, null, "a b&c").total());
            assertEquals(Optional.empty(), client.jobEvents("x/y").next());
        }
        assertEquals(
                List.of(
                        "/search/v1/jobs?from=0&size=5&video=a+b%26c Bearer 1",
                        "/search/v1/jobs/x%2Fy/events Bearer 2"),
                seen);
    }

    @Test
    void aBusyServiceSaysWhenToComeAgain() {
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "7");
            answer(
                    exchange,
                    503,
                    "application/problem+json",
                    "{\"type\":\"/problems/x\",\"title\":\"Busy\",\"status\":503,\"detail\":\"Come again.\"}");
        });
        TimeViperException e = refused();
        assertEquals(503, e.status());
        assertEquals("Busy", e.title());
        assertEquals("Come again.", e.detail());
        assertEquals(Optional.of(Duration.ofSeconds(7)), e.retryAfter());
    }

    @Test
    void aGatewaysPageOfErrorIsARefusalToo() {
        server.createContext("/", exchange -> answer(exchange, 502, "text/html", "<h1>Bad gateway</h1>"));
        TimeViperException e = refused();
        assertEquals(502, e.status());
        assertTrue(e.detail().contains(address("").toString()), e::detail);
        assertEquals(Optional.empty(), e.retryAfter());
    }

    private TimeViperException refused() {
        try (TimeViperClient client = TimeViperClient.connect(address(""), ClientOptions.defaults())) {
            return assertThrows(TimeViperException.class, () -> client.videos().video("x"));
        }
    }

    @Test
    void aServiceThatIsNotThereIsNamed() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + port);
        try (TimeViperClient client = TimeViperClient.connect(nobody, ClientOptions.defaults())) {
            for (Runnable call : List.<Runnable>of(() -> client.videos().video("x"), () -> client.jobEvents("x"))) {
                TimeViperException e = assertThrows(TimeViperException.class, call::run);
                assertEquals(TimeViperException.NO_ANSWER, e.status());
                assertTrue(e.detail().contains(nobody.toString()), e::detail);
            }
        }
    }

    @Test
    void aServiceThatDoesNotAnswerIsGivenUp() {
        CountDownLatch end = new CountDownLatch(1);
        server.createContext("/", exchange -> waitFor(end));
        ClientOptions hurried = ClientOptions.defaults().withAnswerTimeout(Duration.ofMillis(200));
        try (TimeViperClient client = TimeViperClient.connect(address(""), hurried)) {
            TimeViperException e =
                    assertThrows(TimeViperException.class, () -> client.videos().video("x"));
            assertEquals(TimeViperException.NO_ANSWER, e.status());
        } finally {
            end.countDown();
        }
    }

    @Test
    void aStreamThatIsClosedByAnotherThreadEndsForItsReaderAndItsService() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch noticed = new CountDownLatch(1);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write("data:{\"id\":\"1\",\ndata:\"percent\":5}\n\n".getBytes(UTF_8));
                out.flush();
                begun.countDown();
                while (true) {
                    out.write(": still there\n".getBytes(UTF_8));
                    out.flush();
                    Thread.sleep(20);
                }
            } catch (IOException e) {
                noticed.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (TimeViperClient client = TimeViperClient.connect(address(""), ClientOptions.defaults())) {
            EventStream<JobView> events = client.jobEvents("x");
            List<Double> percents = new ArrayList<>();
            CountDownLatch heard = new CountDownLatch(1);
            Thread reader = Thread.ofVirtual()
                    .start(() -> events.forEach(view -> {
                        percents.add(view.percent());
                        heard.countDown();
                    }));
            assertTrue(begun.await(10, TimeUnit.SECONDS));
            assertTrue(heard.await(10, TimeUnit.SECONDS));
            events.close();
            assertTrue(reader.join(Duration.ofSeconds(10)));
            assertEquals(List.of(5.0), percents);
            assertTrue(noticed.await(10, TimeUnit.SECONDS), "the service goes on for nobody");
        }
    }

    @Test
    void anUploadWhoseConnectionBreaksGoesOnWhereTheServiceStands(@TempDir Path folder) throws IOException {
        byte[] bytes = new byte[300_000];
        new Random(5).nextBytes(bytes);
        Path film = Files.write(folder.resolve("film.mp4"), bytes);
        BreakingService service = new BreakingService(bytes.length, 100_000);
        server.createContext("/", service);
        try (TimeViperClient client = TimeViperClient.connect(address(""), ClientOptions.defaults())) {
            Accepted accepted = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> client.upload(film, null));
            assertEquals("v", accepted.video().id());
            assertEquals("j", accepted.job().id());
        }
        assertEquals(List.of("0", "100000"), service.offsets);
        assertArrayEquals(bytes, service.received.toByteArray());
    }

    /** Breaks the first transfer off after some bytes. */
    private static final class BreakingService implements HttpHandler {

        private final int size;
        private final int breaksAfter;
        private final List<String> offsets = new ArrayList<>();
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();

        BreakingService(int size, int breaksAfter) {
            this.size = size;
            this.breaksAfter = breaksAfter;
        }

        @Override
        public void handle(HttpExchange exchange) throws IOException {
            switch (exchange.getRequestMethod()) {
                case "POST" -> {
                    assertEquals(
                            Integer.toString(size), exchange.getRequestHeaders().getFirst("Upload-Length"));
                    exchange.getResponseHeaders().add("Location", "/v1/uploads/u");
                    exchange.sendResponseHeaders(201, -1);
                }
                case "PATCH" -> {
                    offsets.add(exchange.getRequestHeaders().getFirst("Upload-Offset"));
                    boolean breaks = received.size() == 0;
                    received.writeBytes(exchange.getRequestBody().readNBytes(breaks ? breaksAfter : size));
                    if (!breaks) {
                        exchange.getResponseHeaders().add("Upload-Video", "/v1/videos/v");
                        exchange.getResponseHeaders().add("Upload-Job", "/v1/jobs/j");
                        standing(exchange, 204);
                    }
                }
                case "HEAD" -> standing(exchange, 200);
                default -> {
                    String id = exchange.getRequestURI().getPath().startsWith("/v1/jobs") ? "j" : "v";
                    answer(exchange, 200, "application/json", "{\"id\":\"" + id + "\"}");
                }
            }
            exchange.close();
        }

        private void standing(HttpExchange exchange, int status) throws IOException {
            exchange.getResponseHeaders().add("Upload-Offset", Integer.toString(received.size()));
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Test
    void onlyAddressesOfServicesAndRealTimeoutsAreTaken() {
        for (String wrong : List.of("localhost:8080", "/v1", "ftp://host", "http:///v1", "http://host/?q=1")) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> TimeViperClient.connect(URI.create(wrong), ClientOptions.defaults()));
            assertTrue(e.getMessage().contains(wrong), e::getMessage);
        }
        assertThrows(
                IllegalArgumentException.class, () -> ClientOptions.defaults().withConnectTimeout(Duration.ZERO));
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
