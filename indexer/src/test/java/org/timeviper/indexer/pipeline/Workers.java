package org.timeviper.indexer.pipeline;

import java.time.Duration;

/**
 * Settings of a queue that tests make themselves.
 *
 * @param workers videos that are indexed at the same time
 * @param retries how often a job is tried again
 */
record Workers(int workers, int retries) implements PipelineSettings {

    @Override
    public boolean enabled() {
        return true;
    }

    @Override
    public int windowsTogether() {
        return 8;
    }

    @Override
    public Duration heartbeat() {
        return Duration.ofMillis(500);
    }
}
