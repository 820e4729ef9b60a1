package org.timeviper.model.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrewTest {
    private static final long LARGE = Long.MAX_VALUE;

    @Test
    void everythingIsDoneOnceHoweverManyAskAtATime() {
        Crew crew = new Crew(4);
        IntStream.range(0, 64).parallel().forEach(asked -> {
            AtomicIntegerArray done = new AtomicIntegerArray(asked);
            crew.share(asked, LARGE, (from, to) -> IntStream.range(from, to).forEach(done::incrementAndGet));
            for (int i = 0; i < asked; i++) {
                assertEquals(1, done.get(i), i + " of " + asked);
            }
        });
    }

    @Test
    void twoWorkSideBySideAlsoWhenTheOtherHasFallenAsleep() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            CyclicBarrier both = new CyclicBarrier(2);
            new Crew(2).share(2, LARGE, (from, to) -> {
                try {
                    both.await(1, TimeUnit.MINUTES);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                    throw new IllegalStateException("nobody works beside this", e);
                }
            });
            Thread.sleep(round % 3);
        }
    }

    @Test
    void littleIsDoneByWhoAsks() {
        AtomicInteger parts = new AtomicInteger();
        new Crew(4).share(100, 1000, (from, to) -> parts.incrementAndGet());
        assertEquals(1, parts.get());
    }

    @Test
    void aFailureOfAnyIsToldWhenAllAreDone() {
        for (int failing : new int[] {0, 99}) {
            AtomicInteger done = new AtomicInteger();
            assertThrows(IllegalStateException.class, () -> new Crew(4).share(100, LARGE, (from, to) -> {
                done.addAndGet(to - from);
                if (from <= failing && failing < to) {
                    throw new IllegalStateException("no");
                }
            }));
            assertEquals(100, done.get());
        }
    }

    @Test
    void aCrewHasSomebody() {
        assertThrows(IllegalArgumentException.class, () -> new Crew(0));
    }
}
