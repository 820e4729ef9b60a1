package org.timeviper.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FrameBatchesTest {
    private static final int FRAMES = 11;

    /** Frames of one pixel. */
    private interface Film extends FrameSource {
        @Override
        default List<Double> seconds() {
            return IntStream.range(0, FRAMES).asDoubleStream().boxed().toList();
        }
    }

    private static Frame frame(int index) {
        return new Frame(index, 1, 1, new byte[3]);
    }

    @Test
    void everyFrameComesOnceInOrderAndTheLastBatchMayBeSmaller() {
        List<Double> seen = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        try (FrameBatches batches = new FrameBatches((Film) FrameBatchesTest::frame, 4)) {
            while (batches.hasNext()) {
                List<Frame> batch = batches.next();
                sizes.add(batch.size());
                batch.forEach(frame -> seen.add(frame.seconds()));
            }
        }
        assertEquals(List.of(4, 4, 3), sizes);
        assertEquals(((Film) FrameBatchesTest::frame).seconds(), seen);
    }

    @Test
    @Timeout(30)
    void oneBatchIsReadAheadAndNoFurther() throws InterruptedException {
        CountDownLatch eight = new CountDownLatch(8);
        AtomicInteger read = new AtomicInteger();
        Film film = index -> {
            read.incrementAndGet();
            eight.countDown();
            return frame(index);
        };
        try (FrameBatches batches = new FrameBatches(film, 4)) {
            batches.next();
            eight.await();
        }
        assertEquals(8, read.get());
    }

    /** The sixth frame is being read when it is closed: the seventh is not read any more. */
    @Test
    @Timeout(30)
    void closingEndsTheReadingAndWaitsForIt() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        AtomicInteger read = new AtomicInteger();
        Film film = index -> {
            if (index == 5) {
                reading.countDown();
                await(closing);
            }
            read.incrementAndGet();
            return frame(index);
        };
        FrameBatches batches = new FrameBatches(film, 4);
        batches.next();
        reading.await();
        Thread closer = Thread.ofPlatform().start(batches::close);
        while (closer.getState() != Thread.State.WAITING && closer.getState() != Thread.State.TIMED_WAITING) {
            assertFalse(closer.join(Duration.ofMillis(1)), "it has not waited");
        }
        closing.countDown();
        closer.join();
        assertEquals(6, read.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
