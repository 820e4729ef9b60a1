package org.timeviper.indexer.pipeline;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread of its own for what is done in rounds, beside the work of the service. Closing it lets the round that is under way end: a thread that is interrupted as it writes closes the
 * file under everybody else's hands, be it of the index or of the embedded database.
 */
final class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    /** How long whoever closes waits for the round under way: index and database are closed next. */
    private static final long LAST_ROUND_SECONDS = 10;

    private final String name;
    private final ScheduledThreadPoolExecutor timer;
    private volatile boolean closing;

    /** @param name of the thread */
    Rounds(String name) {
        this.name = name;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name).factory());
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Does a round once, after a while. */
    void once(Duration after, Runnable round) {
        timer.schedule(round, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Does a round again and again.
     *
     * @param first after how long
     * @param pause between the end of one and the beginning of the next
     */
    void again(Duration first, Duration pause, Runnable round) {
        timer.scheduleWithFixedDelay(round, first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the round under way is the last one. */
    boolean closing() {
        return closing;
    }

    /**
     * For long rounds, where they can be broken off.
     *
     * @throws CancellationException if this is being closed
     */
    void goOn() {
        if (closing) {
            throw new CancellationException("the service ends");
        }
    }

    @Override
    public void close() {
        closing = true;
        timer.shutdown();
        try {
            if (!timer.awaitTermination(LAST_ROUND_SECONDS, TimeUnit.SECONDS)) {
                LOG.info(
                        "A round of {} is still under way as the service ends; it begins again with the next start",
                        name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
