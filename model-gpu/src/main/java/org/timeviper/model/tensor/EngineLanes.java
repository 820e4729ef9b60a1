package org.timeviper.model.tensor;

import ai.djl.pytorch.jni.JniUtils;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Two threads that run the engine's kernels side by side, each with half of the processor's threads.
 *
 * <p>The threads of one kernel wait for each other at its end, and of a small model kernels take tenths of a millisecond: two pieces of work that need nothing of one another get done sooner side by side, each in fewer
 * threads, than one after the other in all of them.
 *
 * <p>The engine knows of every thread how many others its kernels may use; one that it has not seen yet takes over what was said last, by whichever thread. So lanes are made when a model is loaded, and last as long as the
 * process. Work that is waiting is taken up in the order in which it came, whosever it is.
 */
public final class EngineLanes implements Executor {
    /** How many there are. */
    public static final int COUNT = 2;

    private static final Map<Integer, EngineLanes> OF_PROCESS = new HashMap<>();

    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();

    /** A thread of its own setting. */
    private static final class Lane extends Thread {
        private final BlockingQueue<Runnable> waiting;
        private final int threads;
        private final CountDownLatch ready = new CountDownLatch(1);

        Lane(BlockingQueue<Runnable> waiting, int threads) {
            super("timeviper-engine-lane");
            setDaemon(true);
            this.waiting = waiting;
            this.threads = threads;
        }

        @Override
        public void run() {
            JniUtils.setNumThreads(threads);
            // what was said last is taken over at the first question, so that must be asked before another says more
            JniUtils.getNumThreads();
            ready.countDown();
            try {
                while (true) {
                    waiting.take().run();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts a lane", e);
            }
        }

        void begin() {
            start();
            boolean interrupted = false;
            while (ready.getCount() > 0) {
                try {
                    ready.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private EngineLanes(int threads) {
        for (int lane = 0; lane < COUNT; lane++) {
            new Lane(waiting, (threads + lane) / COUNT).begin();
        }
        JniUtils.setNumThreads(threads);
    }

    /**
     * The lanes of this process; to be asked for by the thread that loads a model, when it has told the engine how many threads a kernel may use.
     *
     * @param threads that many; 0 for the engine's choice
     * @return empty where there is but one
     */
    public static Optional<EngineLanes> of(int threads) {
        int all = threads > 0 ? threads : JniUtils.getNumThreads();
        synchronized (OF_PROCESS) {
            return all < COUNT ? Optional.empty() : Optional.of(OF_PROCESS.computeIfAbsent(all, EngineLanes::new));
        }
    }

    /** Whether this is called in a lane, beside which another runs. */
    public static boolean isLane() {
        return Thread.currentThread() instanceof Lane;
    }

    /** @param work throws nothing */
    @Override
    public void execute(Runnable work) {
        waiting.add(work);
    }

    /**
     * Works that need nothing of one another, and do not call this themselves; returns when all have ended.
     *
     * @throws RuntimeException what one of them has thrown
     */
    public void run(List<Runnable> works) {
        CompletableFuture<?>[] ends = works.stream()
                .map(work -> CompletableFuture.runAsync(work, this))
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                default -> throw e;
            }
        }
    }
}
