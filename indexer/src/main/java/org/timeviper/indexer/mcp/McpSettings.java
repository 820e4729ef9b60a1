package org.timeviper.indexer.mcp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The service's face for assistants. */
@ConfigMapping(prefix = "timeviper.mcp")
public interface McpSettings {

    /** Whether assistants may connect. What they may do is no more than what everybody may who reaches the service. */
    @WithDefault("true")
    boolean enabled();
}
