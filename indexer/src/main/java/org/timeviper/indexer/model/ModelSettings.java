package org.timeviper.indexer.model;

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

    /** How many stretches of film stay open for further questions. */
    @WithDefault("4")
    int openSessions();
}
