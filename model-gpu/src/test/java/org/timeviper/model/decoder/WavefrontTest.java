package org.timeviper.model.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class WavefrontTest {

    @Property(tries = 200)
    void everyChunkGoesThroughEveryLayerOnceBehindTheOneBefore(
            @ForAll @IntRange(min = 1, max = 9) int layers,
            @ForAll @IntRange(min = 1, max = 12) int chunks,
            @ForAll @IntRange(min = 1, max = 4) int threads) {
        AtomicIntegerArray left = new AtomicIntegerArray(layers);
        Queue<String> tooEarly = new ConcurrentLinkedQueue<>();
        try (ExecutorService lanes = Executors.newFixedThreadPool(threads)) {
            Wavefront.run(lanes, layers, chunks, (layer, chunk) -> {
                if (left.get(layer) != chunk || layer > 0 && left.get(layer - 1) <= chunk) {
                    tooEarly.add(chunk + " in " + layer);
                }
                left.incrementAndGet(layer);
            });
        }
        assertTrue(tooEarly.isEmpty(), tooEarly::toString);
        for (int layer = 0; layer < layers; layer++) {
            assertEquals(chunks, left.get(layer));
        }
    }

    @Example
    void theNextChunkIsInALayerWhileTheOneBeforeIsInTheNext() {
        CountDownLatch both = new CountDownLatch(2);
        try (ExecutorService lanes = Executors.newFixedThreadPool(2)) {
            Wavefront.run(lanes, 2, 2, (layer, chunk) -> {
                if (layer + chunk == 1) {
                    both.countDown();
                    await(both);
                }
            });
        }
    }

    @Property(tries = 100)
    void whatFailsEndsItAndNothingIsBegunBehind(
            @ForAll @IntRange(min = 0, max = 4) int layer, @ForAll @IntRange(min = 0, max = 6) int chunk) {
        CancellationInCell failure = new CancellationInCell();
        AtomicInteger working = new AtomicInteger();
        Queue<String> behind = new ConcurrentLinkedQueue<>();
        try (ExecutorService lanes = Executors.newFixedThreadPool(2)) {
            CancellationInCell thrown = assertThrows(
                    CancellationInCell.class,
                    () -> Wavefront.run(lanes, 5, 7, (atLayer, atChunk) -> {
                        working.incrementAndGet();
                        try {
                            if (atLayer == layer && atChunk == chunk) {
                                throw failure;
                            }
                            if (atLayer >= layer && atChunk >= chunk) {
                                behind.add(atChunk + " in " + atLayer);
                            }
                        } finally {
                            working.decrementAndGet();
                        }
                    }));
            assertSame(failure, thrown);
            assertEquals(0, working.get(), "nothing is worked on any more");
        }
        assertTrue(behind.isEmpty(), behind::toString);
    }

    private static final class CancellationInCell extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static void await(CountDownLatch both) {
        try {
            assertTrue(both.await(1, TimeUnit.MINUTES), "one waits for the other");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
