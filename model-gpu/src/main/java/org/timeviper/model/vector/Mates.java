package org.timeviper.model.vector;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that take over pieces of work which are done before a sleeping thread is awake: behind each one they look for the next for a while before they go to sleep. A decode step has some hundred such pieces, with next
 * to nothing between them.
 */
final class Mates {
    /** Of this process, one fewer than it has processors. */
    static final Mates ALL = new Mates(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));

    /** How long a thread looks out before it sleeps: longer than most of what lies between two pieces, and of no account beside what a second thread saves. */
    private static final long AWAKE_NANOS = 50_000;

    private final Queue<Piece> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> asleep = new ConcurrentLinkedQueue<>();

    /** Work that one thread does, whichever comes first. */
    static final class Piece {
        private final Runnable work;
        private final AtomicBoolean taken = new AtomicBoolean();
        private volatile boolean ended;
        private volatile Thread asker;
        private Throwable failure;

        private Piece(Runnable work) {
            this.work = work;
        }

        private boolean doneIfFree() {
            if (!taken.compareAndSet(false, true)) {
                return false;
            }
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                ended = true;
                LockSupport.unpark(asker);
            }
            return true;
        }

        /** Does what nobody has begun; else waits until it is done. */
        void end() {
            if (doneIfFree()) {
                return;
            }
            long until = System.nanoTime() + AWAKE_NANOS;
            while (!ended && System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            asker = Thread.currentThread();
            while (!ended) {
                LockSupport.park(this);
            }
        }

        /** @throws RuntimeException what the work has thrown */
        void requireDone() {
            switch (failure) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
        }
    }

    private Mates(int count) {
        for (int mate = 0; mate < count; mate++) {
            Thread thread = new Thread(this::help, "timeviper-mate");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Has a piece done, if one of them finds the time; whoever asks ends it. */
    Piece begin(Runnable work) {
        Piece piece = new Piece(work);
        waiting.add(piece);
        LockSupport.unpark(asleep.poll());
        return piece;
    }

    private void help() {
        while (true) {
            Piece piece = next();
            if (piece == null) {
                sleep();
            } else {
                piece.doneIfFree();
            }
        }
    }

    /** @return null if none has come for a while */
    private Piece next() {
        long until = System.nanoTime() + AWAKE_NANOS;
        do {
            Piece piece = waiting.poll();
            if (piece != null) {
                return piece;
            }
            Thread.onSpinWait();
        } while (System.nanoTime() < until);
        return null;
    }

    /** Whoever brings a piece looks for sleepers after it is there, and this for pieces after it counts as one: so none lies unseen. */
    private void sleep() {
        asleep.add(Thread.currentThread());
        if (waiting.isEmpty()) {
            LockSupport.park(this);
        }
        asleep.remove(Thread.currentThread());
    }
}
