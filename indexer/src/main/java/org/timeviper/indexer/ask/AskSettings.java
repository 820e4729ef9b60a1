package org.timeviper.indexer.ask;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much is looked at for one question. */
@ConfigMapping(prefix = "timeviper.ask")
public interface AskSettings {

    /** How many of the library's best moments are looked at when a question names none. */
    @WithDefault("3")
    int moments();
}
