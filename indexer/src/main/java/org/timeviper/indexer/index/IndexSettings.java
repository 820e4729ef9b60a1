package org.timeviper.indexer.index;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which search index runs. */
@ConfigMapping(prefix = "timeviper.index")
public interface IndexSettings {

    /** Where the index lives: {@code LUCENE}, embedded in this process, in the folder {@code index} of the library. */
    @WithDefault("lucene")
    Backend backend();

    /** The homes that an index can have. */
    enum Backend {
        LUCENE
    }
}
