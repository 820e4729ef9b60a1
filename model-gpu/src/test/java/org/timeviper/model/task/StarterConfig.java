package org.timeviper.model.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.timeviper.model.config.ModelConfig;

/** The starter's settings, changed in what its confidence is worth. */
final class StarterConfig {
    private StarterConfig() {}

    /**
     * @param folder where it is written
     * @param confidence the section, as JSON
     */
    static ModelConfig withConfidence(Path folder, String confidence) {
        try {
            String starter = Files.readString(Path.of("starter", "config.json"));
            Path file = folder.resolve("config.json");
            Files.writeString(
                    file,
                    starter.substring(0, starter.indexOf("\"confidence\"")) + "\"confidence\": " + confidence + "}");
            return ModelConfig.read(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
