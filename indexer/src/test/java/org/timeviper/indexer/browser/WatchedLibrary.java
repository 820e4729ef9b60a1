package org.timeviper.indexer.browser;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The service on a library of its own, for a browser to look at; also from pages of one other site, and of those that say 127.0.0.1 for this machine. */
public final class WatchedLibrary implements QuarkusTestProfile {

    private static final Path FOLDER = folder();

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "timeviper.data",
                FOLDER.toString(),
                "quarkus.http.test-port",
                "0",
                "quarkus.http.cors.enabled",
                "true",
                "quarkus.http.cors.origins",
                "/http://(" + Platform.KNOWN + "|127\\.0\\.0\\.1):[0-9]+/");
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(Path.of("target"), "library-").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
