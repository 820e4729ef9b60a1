package org.timeviper.indexer.ask;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.timeviper.indexer.library.Answers;
import org.timeviper.indexer.library.Conversations;
import org.timeviper.indexer.pipeline.Purging;

/** Removes conversations that nobody has gone on with for long enough, and the answers that are kept for who asks them again, also when nobody asks anything any more. */
@Singleton
final class Forgetting {

    private static final Logger LOG = Logger.getLogger(Forgetting.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Conversations conversations;
    private final Answers answers;
    private final Purging purging;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("conversations").factory());

    @Inject
    Forgetting(Conversations conversations, Answers answers, Purging purging) {
        this.conversations = conversations;
        this.answers = answers;
        this.purging = purging;
    }

    void start(@Observes @Priority(20) StartupEvent started) {
        long pause = Math.clamp(conversations.kept().toMillis() / 4, 1, LONGEST_PAUSE.toMillis());
        timer.scheduleWithFixedDelay(this::forget, 0, pause, TimeUnit.MILLISECONDS);
    }

    /** Interrupts nothing: the embedded database closes the file that an interrupted thread writes. */
    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        timer.shutdown();
        timer.awaitTermination(10, TimeUnit.SECONDS);
    }

    private void forget() {
        try {
            List<String> ended = conversations.removeExpired();
            ended.forEach(answers::forget);
            if (!ended.isEmpty()) {
                purging.ask();
            }
        } catch (RuntimeException e) {
            if (!timer.isShutdown()) {
                LOG.error("Conversations that have ended could not be removed; it is tried again", e);
            }
        }
    }
}
