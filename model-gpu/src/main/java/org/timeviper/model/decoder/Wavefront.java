package org.timeviper.model.decoder;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Layers over chunks of a prompt, in several threads: a chunk enters a layer as soon as it has left the layer before, and the chunk before it has left this one. So at any time different chunks are in different layers, and
 * what every layer sees is what it would see if one went through after the other.
 */
final class Wavefront {
    private final Executor lanes;
    private final int chunks;
    private final Cell work;
    /** Of each layer, how many chunks have left it. */
    private final int[] left;

    private final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();
    private Optional<Throwable> failure = Optional.empty();
    private int begun;

    /** One layer over one chunk. */
    @FunctionalInterface
    interface Cell {
        void work(int layer, int chunk);
    }

    private Wavefront(Executor lanes, int layers, int chunks, Cell work) {
        this.lanes = lanes;
        this.chunks = chunks;
        this.work = work;
        this.left = new int[layers];
    }

    /**
     * Returns when the last chunk has left the last layer; or, when something went wrong, as soon as nothing is worked on any more.
     *
     * @param layers and chunks at least one
     * @throws RuntimeException what a cell has thrown first; no other is begun then
     */
    static void run(Executor lanes, int layers, int chunks, Cell work) {
        Wavefront wavefront = new Wavefront(lanes, layers, chunks, work);
        wavefront.begin(0, 0);
        switch (wavefront.end.join().orElse(null)) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    private synchronized void begin(int layer, int chunk) {
        begun++;
        lanes.execute(() -> {
            try {
                work.work(layer, chunk);
                ended(layer, chunk);
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        });
    }

    private synchronized void ended(int layer, int chunk) {
        left[layer]++;
        if (failure.isEmpty()) {
            beginIfFree(layer + 1, chunk);
            beginIfFree(layer, chunk + 1);
        }
        end();
    }

    private void beginIfFree(int layer, int chunk) {
        boolean exists = layer < left.length && chunk < chunks;
        if (exists && left[layer] == chunk && (layer == 0 || left[layer - 1] > chunk)) {
            begin(layer, chunk);
        }
    }

    private synchronized void failed(Throwable e) {
        failure = failure.or(() -> Optional.of(e));
        end();
    }

    private void end() {
        begun--;
        if (begun == 0) {
            end.complete(failure);
        }
    }
}
