package org.timeviper.indexer.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The packaged application as real processes: commands that end, and a service that stays until it is closed. */
final class PackagedApp {

    private static final Path JAR =
            Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();

    /** As the start script runs what ends within seconds; in a test, a service does so too. */
    private static final List<String> QUICK_COMPILER = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final Pattern ADDRESS = Pattern.compile("is at (http://\\S+)");

    private PackagedApp() {}

    record Result(int code, String out, String err) {

        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }

    /** Runs a command to its end. */
    static Result run(Path data, String... arguments) throws Exception {
        return run(data, Map.of(), arguments);
    }

    /** Runs a command to its end, with more said in its environment. */
    static Result run(Path data, Map<String, String> environment, String... arguments) throws Exception {
        Path out = Files.createTempFile("timeviper-out-", ".txt");
        Path err = Files.createTempFile("timeviper-err-", ".txt");
        try {
            Process process = start(data, environment, out, err, arguments);
            assertTrue(process.waitFor(4, TimeUnit.MINUTES), () -> "does not end: " + List.of(arguments));
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static Process start(Path data, Map<String, String> environment, Path out, Path err, String... arguments)
            throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "--enable-native-access=ALL-UNNAMED"));
        command.addAll(QUICK_COMPILER);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("TIMEVIPER_DATA", data.toString());
        return builder.start();
    }

    /**
     * A service on a free port.
     *
     * @param process its process
     * @param address where it answers
     */
    record Service(Process process, URI address) implements AutoCloseable {
        @Override
        public void close() {
            process.destroy();
            try {
                assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the service does not stop");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Starts {@code serve} on any free port, and returns when it has said its address. */
    static Service serve(Path data) throws IOException {
        Path out = Files.createTempFile("timeviper-serve-", ".txt");
        Path err = Files.createTempFile("timeviper-serve-", ".err");
        Process process = start(data, Map.of(), out, err, "serve", "--port", "0");
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            assertTrue(process.isAlive(), () -> "the service ended: " + read(err));
            return ADDRESS.matcher(read(out)).find();
        });
        Matcher address = ADDRESS.matcher(read(out));
        assertTrue(address.find());
        return new Service(process, URI.create(address.group(1)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
