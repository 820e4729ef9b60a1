package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.timeviper.model.tensor.Workspace;

/**
 * What all prompts about the same frames have in common, computed once: the state after the text before the frames and the frames, as
 * deep as it does not depend on the instruction. That is every layer, unless the schedule has an attention-guided stage: then it is
 * the layers before that, and the stream as it enters it.
 *
 * <p>Owns native memory. For one thread at a time, and one {@link Prefilled} at a time, unless they were {@linkplain Decoder#instructAll read together}.
 */
public final class PromptPrefix implements AutoCloseable {
    /** Name of the stream among the arrays that a prefix is made of. */
    static final String STREAM = "stream";

    private final DecoderState state;
    private final int reached;
    private final Optional<VisualStream> stream;
    private final Map<Integer, KeyValueCache> dropped;
    private final Workspace memory;

    /**
     * @param state of the layers before {@code reached}; now owned by this
     * @param reached first layer that has not been run
     * @param stream as it enters that layer; empty if all have been run
     * @param dropped what TransV remembers, by layer
     * @param memory of stream and dropped; now owned by this
     */
    PromptPrefix(
            DecoderState state,
            int reached,
            Optional<VisualStream> stream,
            Map<Integer, KeyValueCache> dropped,
            Workspace memory) {
        this.state = state;
        this.reached = reached;
        this.stream = stream;
        this.dropped = Map.copyOf(dropped);
        this.memory = memory;
    }

    DecoderState state() {
        return state;
    }

    int reached() {
        return reached;
    }

    Optional<VisualStream> stream() {
        return stream;
    }

    Optional<KeyValueCache> dropped(int layer) {
        return Optional.ofNullable(dropped.get(layer));
    }

    /** Everything that is held, by name; views, of the workspace. */
    Map<String, NDArray> arrays(Workspace views) {
        Map<String, NDArray> arrays = new LinkedHashMap<>(state.arrays(reached, views));
        stream.ifPresent(visual -> arrays.put(STREAM, visual.rows()));
        dropped.forEach((layer, cache) -> arrays.putAll(cache.arrays(droppedName(layer), views)));
        return arrays;
    }

    static String droppedName(int layer) {
        return "dropped." + layer + ".";
    }

    /** Bytes of native memory that are held. */
    public long bytes() {
        try (Workspace scratch = memory.sibling()) {
            return state.bytes()
                    + stream.map(VisualStream::bytes).orElse(0L)
                    + dropped.values().stream()
                            .mapToLong(cache -> cache.bytes(scratch))
                            .sum();
        }
    }

    @Override
    public void close() {
        state.close();
        memory.close();
    }
}
