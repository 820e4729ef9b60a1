package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.IntToLongFunction;
import java.util.function.UnaryOperator;
import org.timeviper.model.tensor.StoredArrays;
import org.timeviper.model.tensor.Workspace;

/**
 * What one sequence has left behind in every layer: all that a decode step needs. Owns native memory.
 *
 * <p>For one thread at a time; during a prefill its layers may go on in several.
 */
public final class DecoderState implements AutoCloseable {
    private final Workspace memory;
    private final List<LayerState> layers;

    private sealed interface LayerState {
        record Recurrent(MambaState state) implements LayerState {}

        record Cached(KeyValueCache cache) implements LayerState {}

        record None() implements LayerState {}
    }

    private DecoderState(Workspace memory, List<LayerState> layers) {
        this.memory = memory;
        this.layers = List.copyOf(layers);
    }

    /** The state of an empty sequence. */
    static DecoderState empty(Workspace memory, List<Layer> mixers, int keyValueHeads) {
        List<LayerState> layers = new ArrayList<>();
        for (Layer mixer : mixers) {
            layers.add(
                    switch (mixer) {
                        case MambaLayer mamba -> new LayerState.Recurrent(mamba.emptyState(memory));
                        case AttentionLayer attention ->
                            new LayerState.Cached(new KeyValueCache(memory, keyValueHeads, 0));
                        case FeedForward mlp -> new LayerState.None();
                    });
        }
        return new DecoderState(memory, layers);
    }

    MambaState mamba(int layer) {
        if (layers.get(layer) instanceof LayerState.Recurrent recurrent) {
            return recurrent.state();
        }
        throw new NoSuchElementException("layer " + layer + " is not a Mamba layer");
    }

    KeyValueCache cache(int layer) {
        if (layers.get(layer) instanceof LayerState.Cached cached) {
            return cached.cache();
        }
        throw new NoSuchElementException("layer " + layer + " is not an attention layer");
    }

    /** Lets the layer's cache, if it has one that is still empty, make room for so many tokens at once. */
    void reserve(int layer, long tokens) {
        if (layers.get(layer) instanceof LayerState.Cached cached) {
            cached.cache().reserve(tokens);
        }
    }

    /** What the sequence has left behind, where it lies in the processor's memory. */
    StatesInPlace inPlace() {
        return new StatesInPlace(1, layer -> mamba(layer).inPlace(), this::cache);
    }

    /** Whether all numbers of its caches can be reached by index, in the processor's memory. */
    boolean isReached() {
        return layers.stream()
                .allMatch(layer -> !(layer instanceof LayerState.Cached cached)
                        || cached.cache().isReached());
    }

    /** The SSM state of a Mamba layer, (heads, headDim, state), float32; valid until the next token. */
    public NDArray ssmState(int layer) {
        return mamba(layer).ssm();
    }

    /** What the layers before {@code end} hold, by name: views, of the workspace. */
    Map<String, NDArray> arrays(int end, Workspace views) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        for (int layer = 0; layer < end; layer++) {
            switch (layers.get(layer)) {
                case LayerState.Recurrent(MambaState state) -> arrays.putAll(state.arrays(name(layer)));
                case LayerState.Cached(KeyValueCache cache) -> arrays.putAll(cache.arrays(name(layer), views));
                case LayerState.None none -> {}
            }
        }
        return arrays;
    }

    /**
     * Lets the layers before {@code end}, which are empty yet, hold what {@link #arrays} gave.
     *
     * @param tokens how many each attention layer must have
     * @throws org.timeviper.model.checkpoint.CheckpointException when a layer is missing, or has others
     */
    void restore(StoredArrays stored, int end, IntToLongFunction tokens) {
        for (int layer = 0; layer < end; layer++) {
            try (Workspace scratch = memory.sibling()) {
                switch (layers.get(layer)) {
                    case LayerState.Recurrent(MambaState state) -> state.restore(stored, name(layer), scratch);
                    case LayerState.Cached(KeyValueCache cache) -> {
                        long held = tokens.applyAsLong(layer);
                        cache.reserve(held + Prefill.SLACK);
                        cache.restore(stored, name(layer), held, scratch);
                    }
                    case LayerState.None none -> {}
                }
            }
        }
    }

    private static String name(int layer) {
        return "layers." + layer + ".";
    }

    /** Of the memory that all layers take up. */
    long bytes() {
        try (Workspace scratch = memory.sibling()) {
            return layers.stream()
                    .mapToLong(layer -> switch (layer) {
                        case LayerState.Recurrent(MambaState state) -> state.bytes();
                        case LayerState.Cached(KeyValueCache cache) -> cache.bytes(scratch);
                        case LayerState.None none -> 0;
                    })
                    .sum();
        }
    }

    /**
     * A state of its own that begins where this one is, at no cost in time or memory. This one must stay as it is, and open, while the
     * fork lives; of several forks only one may go on at a time.
     */
    DecoderState fork() {
        Workspace forked = memory.sibling();
        return beginning(forked, cache -> cache.fork(forked));
    }

    /**
     * A state of its own that begins where this one is, at no cost in time or memory, and keeps what it adds in memory of its own: any number of branches may go on. This one must stay as it is,
     * and open, while they live, and not be a branch itself.
     */
    DecoderState branch() {
        Workspace branched = memory.sibling();
        return beginning(branched, cache -> cache.branch(branched));
    }

    private DecoderState beginning(Workspace owner, UnaryOperator<KeyValueCache> goingOn) {
        List<LayerState> copies = new ArrayList<>();
        for (LayerState layer : layers) {
            copies.add(
                    switch (layer) {
                        case LayerState.Recurrent(MambaState state) -> new LayerState.Recurrent(state.fork(owner));
                        case LayerState.Cached(KeyValueCache cache) -> new LayerState.Cached(goingOn.apply(cache));
                        case LayerState.None none -> none;
                    });
        }
        return new DecoderState(owner, copies);
    }

    @Override
    public void close() {
        memory.close();
    }
}
