package org.timeviper.indexer.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.model.Urgency;

/** The service's model, busy with the first seconds of a film until it is let go. */
final class HeldModel implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread;

    HeldModel(LoadedModel model, String video) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        thread = Thread.ofPlatform()
                .start(() -> model.look(video, 0, 5, Urgency.QUESTION, session -> {
                    begun.countDown();
                    try {
                        return done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }));
        assertTrue(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    /** Waits until somebody waits for it. */
    void awaitQuestion() {
        Awaitility.await().atMost(PATIENCE).until(() -> holds() && waiting() > 0);
    }

    boolean holds() {
        return thread.isAlive();
    }

    /** @return how many threads wait for the model */
    static long waiting() {
        return Thread.getAllStackTraces().values().stream()
                .filter(frames -> Arrays.stream(frames)
                        .anyMatch(frame -> frame.getClassName().equals(LoadedModel.class.getName())
                                && frame.getMethodName().startsWith("enter")))
                .count();
    }

    /** Lets it go, and waits until nobody waits for it any more. */
    @Override
    public void close() {
        done.countDown();
        Awaitility.await().atMost(PATIENCE).until(() -> !thread.isAlive() && waiting() == 0);
    }
}
