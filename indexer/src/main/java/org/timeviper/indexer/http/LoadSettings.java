package org.timeviper.indexer.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much this node does at the same time before it asks clients to come later. */
@ConfigMapping(prefix = "timeviper.load")
public interface LoadSettings {

    /** Requests that send a film or a part of one, or have a file looked into. */
    @WithDefault("64")
    int uploads();

    /** Requests that ask the model: answers, groundings and explanations; and how many looks, those of verified searches included, may wait for it, as it does one at a time. */
    @WithDefault("16")
    int asks();
}
