package org.timeviper.indexer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CanariesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** A command that ends at once must not pull the engine from under the try that loads it. */
    @Test
    void closingWaitsForTheTryThatGoesOnAndBeginsNoOther() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch loaded = new CountDownLatch(1);
        Canaries canaries = new Canaries(List.of(
                () -> {
                    begun.countDown();
                    awaitUninterrupted(loaded);
                    heard.add("embedder");
                },
                () -> heard.add("model")));
        canaries.begin();
        awaitUninterrupted(begun);
        Thread closing = Thread.ofPlatform().start(() -> {
            canaries.close();
            heard.add("closed");
        });
        Awaitility.await().atMost(PATIENCE).until(() -> closing.getState() == Thread.State.WAITING);
        loaded.countDown();
        assertTrue(closing.join(PATIENCE));
        assertEquals(List.of("embedder", "closed"), heard);
    }

    @Test
    void theyAreTriedOneAfterTheOther() {
        try (Canaries canaries = new Canaries(List.of(() -> heard.add("embedder"), () -> heard.add("model")))) {
            canaries.begin();
            Awaitility.await().atMost(PATIENCE).until(() -> heard.size() == 2);
        }
        assertEquals(List.of("embedder", "model"), heard);
    }

    @Test
    void whatHasNotBegunIsClosedAtOnce() {
        new Canaries(List.of(() -> heard.add("embedder"))).close();
        assertEquals(List.of(), heard);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
