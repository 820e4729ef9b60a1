package org.timeviper.indexer.http;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The service on a library of its own, with a small upload limit and an import folder that holds a film, a note, and a link that leads out. */
public final class FreshLibrary implements QuarkusTestProfile {

    static final int MOST_BYTES = 2 << 20;
    static final Path FOLDER = folder();

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "timeviper.data", FOLDER.resolve("library").toString(),
                "timeviper.import-folder", FOLDER.resolve("import").toString(),
                "timeviper.upload.max-size", Integer.toString(MOST_BYTES),
                "quarkus.http.test-port", "0");
    }

    private static Path folder() {
        try {
            Path folder =
                    Files.createTempDirectory(Path.of("target"), "library-").toAbsolutePath();
            Path imports = Files.createDirectories(folder.resolve("import"));
            sample("snow.mp4", Files.createDirectories(imports.resolve("2026")).resolve("winter.mp4"));
            Files.writeString(imports.resolve("notes.txt"), "no film");
            Files.createSymbolicLink(imports.resolve("out.mp4"), sample("boat.mp4", folder.resolve("secret.mp4")));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Copies a film that ships with the service. */
    static Path sample(String name, Path to) {
        try (InputStream film = FreshLibrary.class.getResourceAsStream("/samples/" + name)) {
            Files.copy(film, to);
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
