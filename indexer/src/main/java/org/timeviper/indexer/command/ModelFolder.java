package org.timeviper.indexer.command;

import java.nio.file.Path;
import java.util.Map;

/** Where the model lies. */
final class ModelFolder {

    private ModelFolder() {}

    /** @return the folder that {@code TIMEVIPER_MODEL_DIR} names; the start script names the starter there when nobody names another */
    static Path of(Map<String, String> environment) {
        String named = environment.getOrDefault("TIMEVIPER_MODEL_DIR", "");
        if (named.isBlank()) {
            throw new CommandFailure(
                    "no model is named. Start through ./timeviper, or set TIMEVIPER_MODEL_DIR to a folder with config.json,"
                            + " model.safetensors and tokenizer.json.");
        }
        return Path.of(named);
    }
}
