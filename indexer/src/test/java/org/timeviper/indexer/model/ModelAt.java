package org.timeviper.indexer.model;

import java.nio.file.Path;

/**
 * A model that tests load themselves, on the processor and in full precision.
 *
 * @param dir its directory
 */
public record ModelAt(Path dir) implements ModelSettings {

    /** The model that ships. */
    public static final Path STARTER = Path.of("..", "model-gpu", "starter");

    @Override
    public String device() {
        return "cpu";
    }

    @Override
    public String precision() {
        return "f32";
    }

    @Override
    public int threads() {
        return 0;
    }

    @Override
    public boolean wakeAtStart() {
        return false;
    }

    @Override
    public int openSessions() {
        return 2;
    }
}
