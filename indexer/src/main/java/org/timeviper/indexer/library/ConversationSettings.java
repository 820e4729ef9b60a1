package org.timeviper.indexer.library;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much of conversations is kept. */
@ConfigMapping(prefix = "timeviper.conversations")
public interface ConversationSettings {

    /** How long after its last question a conversation is kept. */
    @WithDefault("7d")
    Duration expires();

    /** How many questions and answers of a conversation are kept; the oldest go first. */
    @WithDefault("50")
    int turns();

    /** How many conversations are kept; those that nobody has gone on with for longest go first. */
    @WithDefault("10000")
    int most();
}
