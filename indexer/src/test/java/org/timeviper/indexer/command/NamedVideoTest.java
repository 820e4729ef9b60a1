package org.timeviper.indexer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How commands find the video that is meant, at a service that answers as the real one does to a listing and to what follows it. */
class NamedVideoTest {

    private static final String BOAT = "00000000-0000-0000-0000-000000000001";
    private static final String SNOW = "00000000-0000-0000-0000-000000000002";
    private static final String OLD_SNOW = "00000000-0000-0000-0000-000000000003";

    private final RecordedTerminal terminal = new RecordedTerminal();
    private final Map<String, String> names = new LinkedHashMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    private Path folder;

    private HttpServer service;
    private DataFolder.Lock serving;

    @BeforeEach
    void serve() throws IOException {
        names.put(BOAT, "boat.mp4");
        names.put(SNOW, "snow.mp4");
        names.put(OLD_SNOW, "old snow.mp4");
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/v1/videos", this::answer);
        service.start();
        serving = new DataFolder(folder).lockForServing().orElseThrow();
        Files.writeString(
                folder.resolve("service.json"),
                "{\"port\":" + service.getAddress().getPort() + "}");
    }

    @AfterEach
    void end() {
        serving.close();
        service.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = exchange.getRequestURI().getRawQuery();
        requests.add(path + "?" + query);
        byte[] body = (path.endsWith("/export")
                        ? "exported " + path.split("/")[3]
                        : path.endsWith("/similar")
                                ? "{\"query\":\"like " + path.split("/")[3] + "\",\"moments\":[]}"
                                : listing(query.replaceFirst(".*name=", "")))
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String listing(String name) {
        String part = URLDecoder.decode(name, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        return names.entrySet().stream()
                .filter(video -> video.getValue().contains(part))
                .map(video -> "{\"id\":\"" + video.getKey() + "\",\"name\":\"" + video.getValue() + "\"}")
                .collect(Collectors.joining(",", "{\"videos\":[", "],\"total\":" + names.size() + "}"));
    }

    private int run(String command, String video, String... further) {
        return terminal.run(Stream.of(command, "--data", folder.toString(), video), Stream.of(further));
    }

    @Test
    void aWholeNameGoesBeforeAPartOfOneAndNeitherNeedsTheWholeLibrary() {
        assertEquals(0, run("export", "snow.mp4", "--format", "edl"), terminal.err());
        assertEquals("exported " + SNOW, terminal.out());
        assertEquals(0, run("export", "BOAT", "--format", "edl"), terminal.err());
        assertEquals("exported " + BOAT, terminal.out());
        assertEquals(0, run("export", OLD_SNOW, "--format", "edl"), terminal.err());
        assertEquals("exported " + OLD_SNOW, terminal.out());
        assertTrue(
                requests.stream()
                        .filter(request -> request.contains("size=500"))
                        .allMatch(request -> request.matches(".*name=.+")),
                requests::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"export", "similar"})
    void severalOrNoneAreNamed(String command) {
        String[] rest = command.equals("export") ? new String[] {"--format", "edl"} : new String[] {"12"};
        assertEquals(1, run(command, "snow", rest));
        assertTrue(
                terminal.err().contains("any of 2 videos")
                        && terminal.err().contains("snow.mp4 (" + SNOW + ")")
                        && terminal.err().contains(OLD_SNOW),
                terminal.err());
        assertEquals(1, run(command, "nobody.mp4", rest));
        assertTrue(
                terminal.err().contains("no video 'nobody.mp4'")
                        && terminal.err().contains("It has boat.mp4, snow.mp4"),
                terminal.err());
        assertEquals(1, run(command, " ", rest));
        assertTrue(terminal.err().contains("no video ' '"), terminal.err());
        names.clear();
        assertEquals(1, run(command, "boat", rest));
        assertTrue(terminal.err().contains("timeviper index FILE"), terminal.err());
    }

    @Test
    void aFileInAFolderThatIsNotThereIsSaidToBe() {
        Path file = folder.resolve("missing").resolve("a.edl");
        assertEquals(1, run("export", "boat.mp4", "--format", "edl", "-o", file.toString()));
        assertTrue(terminal.err().contains(file + " cannot be written"), terminal.err());
        assertTrue(terminal.err().contains("Does its folder exist?"), terminal.err());
        assertFalse(Files.exists(file));
    }
}
