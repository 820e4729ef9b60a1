package org.timeviper.model.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineLanesTest {
    private static final int THREADS = 4;

    @BeforeEach
    void kernelsAreToldHowManyThreadsTheyMayUse() {
        Kernels.load(ComputeDevice.cpu(), THREADS).close();
    }

    @Test
    void twoWorksAreDoneSideBySideEachWithHalfOfTheThreads() {
        EngineLanes lanes = EngineLanes.of(THREADS).orElseThrow();
        Queue<Integer> threads = new ConcurrentLinkedQueue<>();
        CyclicBarrier both = new CyclicBarrier(EngineLanes.COUNT);
        Runnable work = () -> {
            await(both);
            threads.add(EngineLanes.isLane() ? JniUtils.getNumThreads() : 0);
        };
        lanes.run(List.of(work, work));
        assertEquals(List.of(THREADS / 2, THREADS / 2), List.copyOf(threads));
        assertEquals(THREADS, JniUtils.getNumThreads(), "what others may use is as it was");
        assertFalse(EngineLanes.isLane());
        assertSame(lanes, EngineLanes.of(THREADS).orElseThrow(), "threads that last as long as the process");
    }

    @Test
    void oneThreadHasNoLanes() {
        assertEquals(Optional.empty(), EngineLanes.of(1));
    }

    @Test
    void aWorkThatFailsIsToldWhenTheOtherHasEnded() {
        EngineLanes lanes = EngineLanes.of(THREADS).orElseThrow();
        CyclicBarrier failing = new CyclicBarrier(EngineLanes.COUNT);
        AtomicBoolean ended = new AtomicBoolean();
        IllegalArgumentException failure = new IllegalArgumentException("no such frame");
        List<Runnable> works = List.of(
                () -> {
                    await(failing);
                    throw failure;
                },
                () -> {
                    await(failing);
                    Thread.onSpinWait();
                    ended.set(true);
                });
        assertSame(failure, assertThrows(IllegalArgumentException.class, () -> lanes.run(works)));
        assertTrue(ended.get());
        lanes.run(List.of(() -> ended.set(false)));
        assertFalse(ended.get(), "lanes outlive a failure");
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("nobody works beside this", e);
        }
    }
}
