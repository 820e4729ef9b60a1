package org.timeviper.indexer.model;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Which model runs, and how. */
@ConfigMapping(prefix = "timeviper.model")
public interface ModelSettings {

    /** The model's directory: {@code config.json}, weights, {@code tokenizer.json}. The {@code timeviper} command names the starter's. */
    @WithDefault("model-gpu/starter")
    Path dir();

    /** {@code cpu}, {@code cuda} or {@code cuda:1}. */
    @WithDefault("cpu")
    String device();

    /** {@code f32} or {@code bf16}. */
    @WithDefault("f32")
    String precision();

    /** Processor threads of one kernel; 0 leaves it to the engine. */
    @WithDefault("0")
    int threads();

    /** Whether the model is loaded and tried out when the service starts, and not only when it is first needed. */
    @WithDefault("true")
    boolean wakeAtStart();

    /** What the model has seen of films, kept for further questions. */
    Seen seen();

    /** How much is kept of what the model has seen. */
    interface Seen {

        /** Memory, of the device that the model runs on, for stretches of film that stay open beside those that are looked at, and of whose frames no other stretch need look again; 0 for none. */
        @WithDefault("2G")
        MemorySize memory();

        /** Disk for visual embeddings, and for states that have no room in memory; 0 for none. */
        @WithDefault("4G")
        MemorySize disk();
    }
}
