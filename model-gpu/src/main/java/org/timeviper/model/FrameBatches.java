package org.timeviper.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Reads frames batch by batch, one ahead: while the caller works on a batch, a thread of its own reads the next one. So the pictures of
 * two batches are held, of three for a moment, however many frames there are.
 *
 * <p>For one thread. Closing it ends the reading and waits for that: nothing is read afterwards.
 */
final class FrameBatches implements AutoCloseable {
    private final FrameSource frames;
    private final int size;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("timeviper-frames").factory());
    private CompletableFuture<List<Frame>> ahead;
    private int given;
    private volatile boolean closed;

    /** @param size frames of a batch; the last one may have fewer */
    FrameBatches(FrameSource frames, int size) {
        this.frames = frames;
        this.size = size;
        readAhead();
    }

    private void readAhead() {
        int start = given;
        ahead = CompletableFuture.supplyAsync(() -> read(start, Math.min(start + size, frames.count())), reader);
    }

    private List<Frame> read(int start, int end) {
        List<Frame> batch = new ArrayList<>(end - start);
        for (int i = start; i < end; i++) {
            if (closed) {
                throw new CancellationException("the frames are not wanted any more");
            }
            batch.add(frames.read(i));
        }
        return batch;
    }

    boolean hasNext() {
        return given < frames.count();
    }

    /** The next batch; what went wrong when it was read is thrown as it was. */
    List<Frame> next() {
        List<Frame> batch = awaited();
        given += batch.size();
        if (hasNext()) {
            readAhead();
        }
        return batch;
    }

    private List<Frame> awaited() {
        try {
            return ahead.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        closed = true;
        reader.close();
    }
}
