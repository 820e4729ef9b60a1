package org.timeviper.model.decoder;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.timeviper.model.tensor.Workspace;

/**
 * Sequences that go on together, a token each at every {@link Decoder#step(DecoderBatch, long[])}: every weight is read once for all of them. They may differ in length, leave when they
 * have ended, and divide.
 *
 * <p>Of each it copies the Mamba states and the keys and values that are its own; what several prompts begin with is there once, and stays where it is. Owns native memory. For one thread at a
 * time.
 */
public final class DecoderBatch implements AutoCloseable {
    private final Workspace memory;
    private final List<LayerStates> layers;
    private int size;

    private sealed interface LayerStates {
        record Recurrent(MambaStates states) implements LayerStates {}

        record Cached(KeyValueCaches caches) implements LayerStates {}

        record None() implements LayerStates {}
    }

    /**
     * @param memory now owned by this
     * @param sequences not empty; stay as they are, and must stay open while this is
     */
    DecoderBatch(Workspace memory, List<Layer> mixers, List<DecoderState> sequences) {
        this.memory = memory;
        this.size = sequences.size();
        this.layers = IntStream.range(0, mixers.size())
                .mapToObj(layer -> states(mixers.get(layer), layer, sequences))
                .toList();
    }

    private LayerStates states(Layer mixer, int layer, List<DecoderState> sequences) {
        return switch (mixer) {
            case MambaLayer mamba ->
                new LayerStates.Recurrent(new MambaStates(
                        memory,
                        sequences.stream().map(state -> state.mamba(layer)).toList()));
            case AttentionLayer attention ->
                new LayerStates.Cached(new KeyValueCaches(
                        memory,
                        sequences.stream().map(state -> state.cache(layer)).toList()));
            case FeedForward forward -> new LayerStates.None();
        };
    }

    /** How many sequences there are; they are numbered from 0. */
    public int size() {
        return size;
    }

    MambaStates mamba(int layer) {
        if (layers.get(layer) instanceof LayerStates.Recurrent recurrent) {
            return recurrent.states();
        }
        throw new NoSuchElementException("layer " + layer + " is not a Mamba layer");
    }

    KeyValueCaches caches(int layer) {
        if (layers.get(layer) instanceof LayerStates.Cached cached) {
            return cached.caches();
        }
        throw new NoSuchElementException("layer " + layer + " is not an attention layer");
    }

    /** What the sequences have left behind, where it lies in the processor's memory. */
    StatesInPlace inPlace() {
        return new StatesInPlace(size, layer -> mamba(layer).inPlace(), this::caches);
    }

    /** Whether all numbers of it can be reached by index, in the processor's memory. */
    boolean isReached() {
        return layers.stream().allMatch(layer -> switch (layer) {
            case LayerStates.Recurrent(MambaStates states) -> states.isReached();
            case LayerStates.Cached(KeyValueCaches caches) -> caches.isReached();
            case LayerStates.None none -> true;
        });
    }

    /**
     * Goes on with some of the sequences, in a new order: one that is not named leaves, one that is named several times divides.
     *
     * @param sequences their numbers, at least one; from now on each has that of its place here
     */
    public void keep(List<Integer> sequences) {
        if (sequences.isEmpty()) {
            throw new IllegalArgumentException("of a batch at least one sequence must go on: close it instead");
        }
        if (sequences.equals(IntStream.range(0, size).boxed().toList())) {
            return;
        }
        int[] rows = sequences.stream().mapToInt(Integer::intValue).toArray();
        try (Workspace scratch = memory.sibling()) {
            var index = scratch.longs(IntStream.of(rows).asLongStream().toArray());
            for (LayerStates layer : layers) {
                switch (layer) {
                    case LayerStates.Recurrent(MambaStates states) -> states.keep(index);
                    case LayerStates.Cached(KeyValueCaches caches) -> caches.keep(rows, index);
                    case LayerStates.None none -> {}
                }
            }
        }
        size = rows.length;
    }

    @Override
    public void close() {
        memory.close();
    }
}
