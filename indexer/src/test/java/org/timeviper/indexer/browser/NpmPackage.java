package org.timeviper.indexer.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Players and readers of other people that only npm has: the machine's own npm fetches them, once. Without one they cannot be tried. */
public enum NpmPackage {
    MEDIA_CHROME("media-chrome", "4.19.4"),
    VIDEO_JS("video.js", "8.24.1"),
    /** The W3C's strict reader of WebVTT. */
    WEBVTT_PARSER("webvtt-parser", "2.2.0"),
    /** Reads IIIF manifests, and tells what is not as the standard wants it. */
    IIIF_PARSER("@iiif/parser", "2.2.10"),
    /** The vocabulary of schema.org as types. */
    SCHEMA_DTS("schema-dts", "2.1.0");

    private static final Path FOLDER = Path.of("target/npm").toAbsolutePath();
    private static final Path FETCHED = FOLDER.resolve("fetched.txt");

    private final String name;
    private final String version;

    NpmPackage(String name, String version) {
        this.name = name;
        this.version = version;
    }

    /** @return a file of the package */
    public byte[] file(String path) throws IOException {
        fetchMissing();
        return Files.readAllBytes(folder().resolve(path));
    }

    /**
     * Runs a script that needs this package.
     *
     * @param script CommonJS; the text is {@code input} to it
     * @return what it writes
     */
    public String run(String script, String input) throws IOException {
        fetchMissing();
        Path given = Files.writeString(Files.createTempFile("npm", ".txt"), input);
        Path written = Files.createTempFile("npm", ".out");
        try {
            Process node = new ProcessBuilder(
                            "node", "-e", "const input = require('fs').readFileSync(0, 'utf8');" + script)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(given.toFile())
                    .redirectOutput(written.toFile())
                    .start();
            ended(node, written);
            return Files.readString(written);
        } finally {
            Files.delete(given);
            Files.delete(written);
        }
    }

    private Path folder() {
        return FOLDER.resolve("node_modules").resolve(name);
    }

    /** Tests run in several processes, of which one fetches for all. */
    private static synchronized void fetchMissing() throws IOException {
        Files.createDirectories(FOLDER);
        try (FileChannel channel =
                FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // until it is closed
            if (!Files.exists(FETCHED) || !Files.readAllLines(FETCHED).equals(wanted())) {
                fetchAll();
                Files.write(FETCHED, wanted());
            }
        }
    }

    private static List<String> wanted() {
        return Stream.of(values()).map(each -> each.name + "@" + each.version).toList();
    }

    private static void fetchAll() throws IOException {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "npm"))),
                "What only npm has is not tried here: there is no npm on the path.");
        Path log = FOLDER.resolve("npm.log");
        Stream<String> command = Stream.of(
                "npm",
                "install",
                "--prefix",
                FOLDER.toString(),
                "--no-save",
                "--no-package-lock",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline");
        List<String> all = Stream.concat(command, wanted().stream()).toList();
        Process npm = new ProcessBuilder(all)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        ended(npm, log);
    }

    private static void ended(Process process, Path log) throws IOException {
        try {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), "has not finished: " + log.getFileName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
    }
}
