package org.timeviper.indexer.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Who is told when jobs end. */
@ConfigMapping(prefix = "timeviper.webhook")
public interface WebhookSettings {

    /** The address that is told; without it nobody is. {@code private:} before it if its host may be in a private network. */
    Optional<String> url();

    /** What messages are signed with: at least 24 characters that only this service and the one that is told know, or {@code whsec_} and Base64. */
    Optional<String> secret();

    /** How long the first pause before another try is; each next one is twice as long, up to an hour. */
    @WithDefault("5s")
    Duration firstPause();

    /** How long after a job's end it is no longer tried to tell of it. */
    @WithDefault("72h")
    Duration giveUpAfter();

    /** How long a try may take. */
    @WithDefault("15s")
    Duration patience();
}
