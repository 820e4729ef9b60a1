package org.timeviper.indexer;

import java.util.List;

/**
 * Tries out what the service will compute with, in the background and one after the other. Closing waits for the try that goes on and leaves out those that have not
 * begun: an engine that the process unloads while it is being loaded takes the process down with a signal.
 */
final class Canaries implements AutoCloseable {

    private final List<Runnable> tries;
    private final Thread thread;
    private volatile boolean closed;

    Canaries(List<Runnable> tries) {
        this.tries = List.copyOf(tries);
        this.thread = Thread.ofPlatform().daemon().name("canary").unstarted(this::tryAll);
    }

    /** Begins with the first one, once. */
    void begin() {
        thread.start();
    }

    private void tryAll() {
        for (Runnable next : tries) {
            if (!closed) {
                next.run();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
