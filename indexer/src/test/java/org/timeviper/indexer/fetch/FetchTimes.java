package org.timeviper.indexer.fetch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of imports that tests make themselves, with a list of hosts of their own.
 *
 * @param maxTime how long one film may take
 * @param stallTime how long a server may be silent
 */
public record FetchTimes(Duration maxTime, Duration stallTime) implements FetchSettings {

    /** Enough for any test. */
    public static final FetchTimes LONG = new FetchTimes(Duration.ofMinutes(1), Duration.ofSeconds(20));

    @Override
    public int atATime() {
        return 2;
    }

    @Override
    public Optional<List<String>> hosts() {
        return Optional.empty();
    }
}
