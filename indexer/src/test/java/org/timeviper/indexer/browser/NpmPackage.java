package org.timeviper.indexer.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Players of other people that only npm has: the machine's own npm fetches them, once. Without one they cannot be tried. */
enum NpmPackage {
    MEDIA_CHROME("media-chrome", "4.19.4"),
    VIDEO_JS("video.js", "8.24.1");

    private static final Path FOLDER = Path.of("target/npm").toAbsolutePath();

    private final String name;
    private final String version;

    NpmPackage(String name, String version) {
        this.name = name;
        this.version = version;
    }

    /** @return a file of the package */
    byte[] file(String path) throws IOException {
        if (!isThere()) {
            fetchAll();
        }
        return Files.readAllBytes(folder().resolve(path));
    }

    private Path folder() {
        return FOLDER.resolve("node_modules").resolve(name);
    }

    private boolean isThere() throws IOException {
        Path described = folder().resolve("package.json");
        return Files.exists(described) && Files.readString(described).contains("\"version\": \"" + version + "\"");
    }

    private static void fetchAll() throws IOException {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "npm"))),
                "Players that only npm has are not tried here: there is no npm on the path.");
        Files.createDirectories(FOLDER);
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
        List<String> all = Stream.concat(command, Stream.of(values()).map(each -> each.name + "@" + each.version))
                .toList();
        Process npm = new ProcessBuilder(all)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(npm.waitFor(2, TimeUnit.MINUTES), "npm has not finished");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            npm.destroyForcibly();
        }
        assertEquals(0, npm.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
    }
}
