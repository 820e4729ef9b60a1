package org.timeviper.indexer.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** The model that ships, with another configuration. */
public final class ChangedStarter {

    private ChangedStarter() {}

    /**
     * @param change what is said otherwise in its config.json
     * @return the settings of a service with this model and a library of its own
     */
    public static Map<String, String> served(Consumer<ObjectNode> change) {
        Path folder = write(change).toAbsolutePath();
        return Map.of(
                "timeviper.data",
                folder.resolve("library").toString(),
                "timeviper.model.dir",
                folder.toString(),
                "quarkus.http.test-port",
                "0");
    }

    private static Path write(Consumer<ObjectNode> change) {
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "changed-starter-");
            for (String file : new String[] {"model.safetensors", "reference.safetensors", "tokenizer.json"}) {
                Files.createSymbolicLink(
                        folder.resolve(file), ModelAt.STARTER.resolve(file).toAbsolutePath());
            }
            ObjectNode config = (ObjectNode) new ObjectMapper()
                    .readTree(ModelAt.STARTER.resolve("config.json").toFile());
            change.accept(config);
            Files.writeString(folder.resolve("config.json"), config.toString());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
