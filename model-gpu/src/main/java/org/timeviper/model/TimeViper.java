package org.timeviper.model;

import java.nio.file.Path;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.config.ModelException;

/**
 * A TimeViper model on a device: immutable once loaded, and shared by all sessions.
 *
 * <p>Native memory (the weights) is held until {@link #close()}; sessions must be closed before.
 */
public final class TimeViper implements AutoCloseable {
    private final ModelConfig config;

    private TimeViper(ModelConfig config) {
        this.config = config;
    }

    /**
     * Loads a model.
     *
     * @param directory holds {@code config.json}, the weights and {@code tokenizer.json}
     * @param options device, precision, threads
     * @return the model; the caller closes it
     * @throws ModelException if a file is missing or does not fit; the message names the file, key or tensor and what to do
     */
    public static TimeViper load(Path directory, ModelOptions options) throws ModelException {
        return new TimeViper(ModelConfig.read(directory.resolve("config.json")));
    }

    /** What {@code config.json} says. */
    public ModelConfig config() {
        return config;
    }

    /** The config's {@code name}, or that of the directory. */
    public String name() {
        return config.name();
    }

    /**
     * Looks at a stretch of film: preprocessing, vision transformer, token merging, projector, batch by batch.
     *
     * @param clip its frames, at most {@code config().sampling().maxFrames()}
     * @return a session that holds the visual embeddings; the caller closes it
     */
    public VideoSession open(Clip clip) {
        return new VideoSession(clip);
    }

    @Override
    public void close() {}
}
