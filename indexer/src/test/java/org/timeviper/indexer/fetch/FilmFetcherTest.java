package org.timeviper.indexer.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.hc.core5.http.MessageConstraintException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Films come from listed hosts only, whole, and in the end. */
class FilmFetcherTest {

    private static final byte[] FILM = new byte[300_000];
    private static final FetchProgress SILENT = (bytes, of) -> {};

    static {
        new Random(5).nextBytes(FILM);
    }

    @TempDir
    Path folder;

    private final FilmServer server = new FilmServer(0);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aFilmComesWholeAndItsProgressIsTold() throws IOException {
        server.at("/film.mp4", FilmServer.film(FILM));
        List<Long> told = new ArrayList<>();
        fetcher(server.entry()).fetch(server.uri("/film.mp4?key=secret"), file(), (bytes, of) -> {
            told.add(bytes);
            assertEquals(FILM.length, of);
        });
        assertArrayEquals(FILM, Files.readAllBytes(file()));
        assertEquals(FILM.length, told.getLast());
        onlyTheFilmIsThere();
    }

    @Test
    void aTransferThatBreaksOffGoesOnByRange() throws IOException {
        server.at("/film.mp4", FilmServer.breakingOff(FILM, 100_000, "\"1\""));
        fetcher(server.entry()).fetch(server.uri("/film.mp4"), file(), SILENT);
        assertArrayEquals(FILM, Files.readAllBytes(file()));
        assertEquals(List.of("null", "bytes=100000-", "bytes=200000-"), server.ranges());
        onlyTheFilmIsThere();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerThatSendsLessThanItIsAskedForIsAskedForTheRest(boolean told) throws IOException {
        server.at("/film.mp4", FilmServer.inSlices(FILM, 40_000, "\"1\"", told));
        fetcher(server.entry()).fetch(server.uri("/film.mp4"), file(), SILENT);
        assertArrayEquals(FILM, Files.readAllBytes(file()));
        assertEquals("bytes=190000-", server.ranges().get(2));
        onlyTheFilmIsThere();
    }

    @Test
    void aProcessThatStartsLaterGoesOnByRangeToo() throws IOException {
        server.at("/film.mp4", FilmServer.breakingOff(FILM, 100_000, "\"1\""));
        FetchProgress dies = (bytes, of) -> {
            if (bytes == 100_000) {
                throw new IllegalStateException("the process dies");
            }
        };
        assertThrows(IllegalStateException.class, () -> fetcher(server.entry())
                .fetch(server.uri("/film.mp4"), file(), dies));
        assertFalse(Files.exists(file()));
        fetcher(server.entry()).fetch(server.uri("/film.mp4"), file(), SILENT);
        assertArrayEquals(FILM, Files.readAllBytes(file()));
        assertEquals("bytes=100000-", server.ranges().get(1));
    }

    @Test
    void aServerThatTellsNoVersionIsAskedForTheWholeFilmAgain() {
        server.at("/film.mp4", FilmServer.breakingOff(FILM, 100_000, null));
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> fetcher(server.entry())
                .fetch(server.uri("/film.mp4?key=secret"), file(), SILENT));
        assertTrue(e.getMessage().contains("/film.mp4"), e.getMessage());
        assertFalse(e.getMessage().contains("secret"), e.getMessage());
        assertTrue(server.ranges().stream().allMatch("null"::equals));
    }

    @Test
    void redirectsAreFollowedOnlyWithinTheList() throws IOException {
        server.at("/start", FilmServer.to("/middle"))
                .at("/middle", FilmServer.to(server.uri("/film.mp4").toString()))
                .at("/film.mp4", FilmServer.film(FILM))
                .at("/out", FilmServer.to("http://localhost:" + server.uri("/").getPort() + "/film.mp4"))
                .at("/file", FilmServer.to("file:///etc/passwd"))
                .at("/round", FilmServer.to("/round"));
        fetcher(server.entry()).fetch(server.uri("/start"), file(), SILENT);
        assertArrayEquals(FILM, Files.readAllBytes(file()));
        Files.delete(file());
        assertTrue(refused("/out").contains("localhost"));
        assertTrue(refused("/file").contains("no address of the web"));
        assertTrue(refused("/round").contains("more than 5 times"));
    }

    @Test
    void aPrivateAddressIsOnlyConnectedToWhereTheListSaysSo() {
        server.at("/film.mp4", FilmServer.film(FILM));
        String listed = server.entry().substring("private:".length());
        URI numbers = server.uri("/film.mp4");
        URI name = URI.create(numbers.toString().replace("127.0.0.1", "localhost"));
        for (URI address : List.of(numbers, name)) {
            Unfetchable e =
                    assertThrows(Unfetchable.class, () -> fetcher(listed, listed.replace("127.0.0.1", "localhost"))
                            .fetch(address, file(), SILENT));
            assertTrue(e.getMessage().contains("private network"), e.getMessage());
        }
        assertEquals(List.of(), server.ranges());
    }

    @Test
    void whatIsTooLargeOrNoFilmOrNotThereIsRefusedAndLeavesNoFilm() throws IOException {
        server.at("/large", FilmServer.film(new byte[1_000_001])).at("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] some = new byte[10_000];
            for (int i = 0; i < 1000; i++) {
                exchange.getResponseBody().write(some);
            }
        });
        server.at("/page", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            byte[] page = "<html>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
        });
        assertTrue(refused("/large").contains("timeviper.upload.max-size"));
        assertTrue(refused("/endless").contains("timeviper.upload.max-size"));
        nothingIsThere();
        assertTrue(refused("/page").contains("text/html"));
        assertTrue(refused("/nothing").contains("status 404"));
        nothingIsThere();
    }

    @Test
    void whatIsReadOfAnAnswerThatLeadsElsewhereIsItsAddressOnly() throws IOException {
        server.at("/film.mp4", FilmServer.film(FILM)).at("/start", exchange -> {
            exchange.getResponseHeaders().set("Location", "/film.mp4");
            exchange.sendResponseHeaders(302, 0);
            byte[] some = new byte[10_000];
            while (true) { // until the other side hangs up
                exchange.getResponseBody().write(some);
            }
        });
        fetcher(server.entry()).fetch(server.uri("/start"), file(), SILENT);
        assertArrayEquals(FILM, Files.readAllBytes(file()));
    }

    @Test
    void aServerWhoseHeadersDoNotEndIsGivenUp() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ServerSocket endless = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            threads.submit(() -> {
                while (true) {
                    Socket client = endless.accept();
                    threads.submit(() -> sendHeader(client));
                }
            });
            String host = "http://127.0.0.1:" + endless.getLocalPort();
            UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> fetcher("private:" + host)
                    .fetch(URI.create(host + "/film.mp4"), file(), SILENT));
            assertTrue(e.getCause() instanceof MessageConstraintException, e::toString);
        }
    }

    /** Far more than a header may hold, and far less than a heap, or the test without the bound would end it. */
    private static Void sendHeader(Socket client) throws IOException {
        try (client) {
            OutputStream out = client.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nX-Endless: ".getBytes(StandardCharsets.US_ASCII));
            byte[] some = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 100; i++) {
                out.write(some);
            }
        }
        return null;
    }

    @Test
    void aSilentServerIsGivenUpWhenTheJobIsCancelledAndWhenItsTimeIsOver() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        server.at("/silent", exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long begun = System.nanoTime();
        FetchProgress cancels = new FetchProgress() {
            @Override
            public void received(long bytes, long ofBytes) {}

            @Override
            public boolean cancelled() {
                return System.nanoTime() - begun > 300_000_000L;
            }
        };
        assertThrows(CancellationException.class, () -> fetcher(server.entry())
                .fetch(server.uri("/silent"), file(), cancels));
        FilmFetcher brief = new FilmFetcher(
                AllowedHosts.of(List.of(server.entry())),
                new FetchTimes(Duration.ofSeconds(1), Duration.ofSeconds(20)),
                1_000_000,
                () -> Long.MAX_VALUE);
        Unfetchable late = assertThrows(Unfetchable.class, () -> brief.fetch(server.uri("/silent"), file(), SILENT));
        assertTrue(late.getMessage().contains("timeviper.import.max-time"), late.getMessage());
        end.countDown();
    }

    @Test
    void aFilmThatTheDiskHasNoRoomForWaitsForItAndThenGoesOn() throws IOException {
        server.at("/film.mp4", FilmServer.breakingOff(FILM, 100_000, "\"1\""));
        AtomicLong room = new AtomicLong(FILM.length);
        FilmFetcher fetcher = fetcher(room::get, server.entry());
        UncheckedIOException full = assertThrows(
                UncheckedIOException.class,
                () -> fetcher.fetch(
                        server.uri("/film.mp4?key=secret"), file(), (bytes, of) -> room.set(FILM.length - bytes - 1)));
        assertTrue(
                full.getMessage().contains("200000 bytes") && full.getMessage().contains("199999"), full::getMessage);
        assertFalse(full.getMessage().contains("secret"), full::getMessage);
        room.set(200_000);
        fetcher.fetch(server.uri("/film.mp4?key=secret"), file(), SILENT);
        assertArrayEquals(FILM, Files.readAllBytes(file()));
        onlyTheFilmIsThere();
    }

    private String refused(String path) {
        return assertThrows(Unfetchable.class, () -> fetcher(server.entry()).fetch(server.uri(path), file(), SILENT))
                .getMessage();
    }

    private void nothingIsThere() throws IOException {
        if (Files.exists(file().getParent())) {
            try (var files = Files.list(file().getParent())) {
                assertEquals(List.of(), files.toList());
            }
        }
    }

    private void onlyTheFilmIsThere() throws IOException {
        try (var files = Files.list(file().getParent())) {
            assertEquals(List.of(file()), files.toList());
        }
    }

    private Path file() {
        return folder.resolve("video").resolve("original.mp4");
    }

    private static FilmFetcher fetcher(String... hosts) {
        return fetcher(() -> Long.MAX_VALUE, hosts);
    }

    private static FilmFetcher fetcher(LongSupplier room, String... hosts) {
        return new FilmFetcher(AllowedHosts.of(List.of(hosts)), FetchTimes.LONG, 1_000_000, room);
    }
}
