package org.timeviper.indexer.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.timeviper.api.JobState;
import org.timeviper.indexer.library.FinishedPart;
import org.timeviper.indexer.library.Job;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.LibraryAt;
import org.timeviper.indexer.library.LibraryDatabase;

/** The packaged service, killed with SIGKILL in the middle of every long step; what it had finished is never done again, and in the end the film is found. */
class KilledIndexerIT {

    private static final Path JAR =
            Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aKilledIndexerLosesNothingAndGoesOnFromItsLastFinishedStep() throws Exception {
        Path data = folder.resolve("library");
        JsonNode accepted;
        Map<String, Instant> finished = new HashMap<>();
        String job;
        try (Service service = Service.start(data)) {
            accepted = upload(service, "snow.mp4");
            job = accepted.path("job").path("id").asText();
            service.killed();
        }
        String video = accepted.path("video").path("id").asText();
        for (String step : List.of("sample", "describe", "ground")) {
            try (Service service = Service.start(data)) {
                awaitStep(service, job, step);
                service.killed();
            }
            assertNothingDoneTwice(finished, data, video);
            assertTrue(step.equals("ground") || !finished.containsKey("publish 0"), "the process was killed too late");
        }
        try (Service service = Service.start(data)) {
            awaitStep(service, job, "");
            JsonNode ended = get(service, "/v1/jobs/" + job);
            assertEquals("DONE", ended.path("state").asText(), ended::toString);
            JsonNode timeline = get(service, "/v1/videos/" + video + "/timeline");
            String caption = timeline.path("scenes").path(0).path("caption").asText();
            assertFalse(caption.isBlank());
            JsonNode found = get(service, "/v1/search?q=" + URLEncoder.encode(caption, StandardCharsets.UTF_8));
            assertEquals(video, found.path("moments").path(0).path("video").asText(), found::toString);
            service.killed();
        }
        assertNothingDoneTwice(finished, data, video);
        assertTrue(finished.containsKey("publish 0"), finished::toString);
    }

    @Test
    void whatTheIndexLostWithTheProcessComesBackFromTheLibrary() throws Exception {
        Path data = folder.resolve("library");
        JsonNode accepted;
        try (Service service = Service.start(data)) {
            accepted = upload(service, "boat.mp4");
            awaitStep(service, accepted.path("job").path("id").asText(), "");
            service.killed();
        }
        try (Stream<Path> index = Files.walk(data.resolve("index"))) {
            for (Path file : index.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        try (Service service = Service.start(data)) {
            String video = accepted.path("video").path("id").asText();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertEquals(
                            video,
                            get(service, "/v1/search?q=the+sea")
                                    .path("moments")
                                    .path(0)
                                    .path("video")
                                    .asText()));
            assertEquals(0, shownFrames(service), "the model was asked again");
        }
    }

    /** As by Ctrl-C. */
    @Test
    void aServiceThatIsStoppedWhileItIndexesClosesNothingUnderItsOwnHandsAndTheJobIsStillDue() throws Exception {
        Path data = folder.resolve("library");
        String job;
        try (Service service = Service.start(data)) {
            job = upload(service, "snow.mp4").path("job").path("id").asText();
            awaitStep(service, job, "describe");
            service.stopped();
        }
        for (String log : List.of("terminal.log", "logs/timeviper.log")) {
            String said = Files.readString(data.resolve(log));
            assertFalse(said.matches("(?s).*(ERROR|closed|tried again).*"), said);
        }
        assertFalse(Files.exists(data.resolve("library.trace.db")), "the database has written of an error");
        try (LibraryDatabase database = LibraryDatabase.open(new LibraryAt(data, Optional.empty()))) {
            Job left = new Library(database.source()).job(job).orElseThrow();
            assertEquals(JobState.RUNNING, left.state(), left::toString);
        }
    }

    @Test
    void anUploadThatIsCutOffLeavesNothing() throws Exception {
        Path data = folder.resolve("library");
        Path incoming = data.resolve("incoming");
        try (Service service = Service.start(data);
                var socket = new java.net.Socket("localhost", service.port())) {
            socket.getOutputStream()
                    .write(("POST /v1/videos HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n"
                                    + "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
                                    + "Content-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\n\r\n"
                                    + "0".repeat(100_000))
                            .getBytes(StandardCharsets.US_ASCII));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> Files.isDirectory(incoming) && !list(incoming).isEmpty());
            service.killed();
        }
        try (Service service = Service.start(data)) {
            assertEquals(0, get(service, "/v1/videos").path("total").asInt());
            assertTrue(!Files.exists(incoming) || list(incoming).isEmpty());
            assertEquals(List.of(), list(data.resolve("media")));
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Every part that was once finished still has the moment in which it was. */
    private static void assertNothingDoneTwice(Map<String, Instant> before, Path data, String video) {
        try (LibraryDatabase database = LibraryDatabase.open(new LibraryAt(data, Optional.empty()))) {
            for (FinishedPart part : new Library(database.source()).finishedParts(video)) {
                String name = part.step() + " " + part.part();
                Instant known = before.putIfAbsent(name, part.finishedAt());
                assertTrue(known == null || known.equals(part.finishedAt()), name + " was done again");
            }
        }
    }

    /** Waits until a step has begun (or was passed); the empty name means until the job has ended. */
    private void awaitStep(Service service, String job, String step) {
        List<String> order = Arrays.stream(Step.values()).map(Step::title).toList();
        Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> {
            JsonNode view = get(service, "/v1/jobs/" + job);
            boolean ended =
                    List.of("DONE", "FAILED").contains(view.path("state").asText());
            return ended || (!step.isEmpty() && order.indexOf(view.path("step").asText()) >= order.indexOf(step));
        });
    }

    private JsonNode get(Service service, String path) throws Exception {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(service.address().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response.body());
        return JSON.readTree(response.body());
    }

    private double shownFrames(Service service) throws Exception {
        String metrics = http.send(
                        HttpRequest.newBuilder(service.address().resolve("/q/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        return metrics.lines()
                .filter(line -> line.startsWith("timeviper_frames_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode upload(Service service, String sample) throws Exception {
        byte[] film;
        try (InputStream bytes = KilledIndexerIT.class.getResourceAsStream("/samples/" + sample)) {
            film = bytes.readAllBytes();
        }
        List<byte[]> body = new ArrayList<>();
        body.add(("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + sample + "\"\r\n"
                        + "Content-Type: video/mp4\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        body.add(film);
        body.add("\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII));
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(service.address().resolve("/v1/videos"))
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(HttpRequest.BodyPublishers.ofByteArrays(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(201, response.statusCode(), response.body());
        return JSON.readTree(response.body());
    }

    /** The packaged application in a process of its own. */
    private record Service(Process process, int port) implements AutoCloseable {

        static Service start(Path data) throws IOException {
            Files.createDirectories(data);
            Path said = data.resolve("service.json");
            Files.deleteIfExists(said);
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-XX:TieredStopAtLevel=1", // it lives too briefly for more to pay
                            "-jar",
                            JAR.toString(),
                            "serve",
                            "--port",
                            "0",
                            "--data",
                            data.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            data.resolve("terminal.log").toFile()))
                    .start();
            try {
                Awaitility.await().atMost(PATIENCE).until(() -> {
                    assertTrue(process.isAlive(), () -> "the service ended; see terminal.log");
                    return Files.exists(said)
                            && JSON.readTree(said.toFile()).path("port").asInt() > 0;
                });
            } catch (ConditionTimeoutException e) {
                throw new AssertionError(
                        Files.readString(data.resolve("terminal.log")) + "\nThe service does not come up. "
                                + threads(process),
                        e);
            }
            return new Service(
                    process, JSON.readTree(said.toFile()).path("port").asInt());
        }

        /** What a process is doing. */
        private static String threads(Process process) throws IOException {
            Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
            Process dump = new ProcessBuilder(jstack.toString(), "-l", Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .start();
            return new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        URI address() {
            return URI.create("http://localhost:" + port);
        }

        /** SIGKILL: nothing in the process can react to it. A decoder that it ran notices that nobody listens any more, and ends. */
        void killed() {
            List<ProcessHandle> decoders = process.descendants().toList();
            process.destroyForcibly();
            process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
            decoders.forEach(
                    decoder -> decoder.onExit().orTimeout(30, TimeUnit.SECONDS).join());
        }

        /** SIGTERM: it ends by itself. */
        void stopped() {
            process.destroy();
            process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        }

        @Override
        public void close() {
            killed();
        }
    }
}
