package org.timeviper.model.explain;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.timeviper.model.Network;
import org.timeviper.model.config.LayerKind;
import org.timeviper.model.decoder.Decoder;
import org.timeviper.model.decoder.PrefillListener;
import org.timeviper.model.decoder.PromptPrefix;
import org.timeviper.model.tensor.Workspace;

/**
 * Maps of some layers for one prompt. Time and memory grow with the square of the prompt's length, so this is for prompts of some
 * thousand tokens.
 */
public final class PromptMaps {
    private final Network network;

    /** @param network stays open while this is used */
    public PromptMaps(Network network) {
        this.network = network;
    }

    /**
     * Reads a prompt and takes the maps.
     *
     * @param before token ids of the text before the frames
     * @param visual embeddings (visual tokens, hidden)
     * @param after token ids of the text after the frames
     * @param layers of which maps are wanted; feed-forward layers have none
     * @return by layer; over the tokens that dropping has left there
     */
    public Map<Integer, LayerMap> of(long[] before, NDArray visual, long[] after, Set<Integer> layers) {
        Decoder decoder = network.decoder();
        Streams streams = new Streams(layers);
        try (PromptPrefix prefix = decoder.prefix(before, visual, streams)) {
            decoder.instruct(prefix, after, streams).close();
        }
        Map<Integer, LayerMap> maps = new HashMap<>();
        streams.prefixes.keySet().forEach(layer -> map(layer, streams).ifPresent(map -> maps.put(layer, map)));
        return Map.copyOf(maps);
    }

    private Optional<LayerMap> map(int layer, Streams streams) {
        List<LayerKind> kinds = network.config().decoder().layers();
        int hidden = network.config().decoder().hidden();
        float[] prefix = streams.prefixes.get(layer);
        float[] instruction = streams.instructions.get(layer);
        try (Workspace workspace = network.kernels().workspace()) {
            NDArray stream = workspace.concatenate(
                    workspace.floats(prefix, prefix.length / hidden, hidden),
                    workspace.floats(instruction, instruction.length / hidden, hidden),
                    0);
            return network.decoder().map(workspace, layer, stream).map(raw -> {
                NDArray rows = kinds.get(layer) == LayerKind.MAMBA ? workspace.absoluteRows(raw) : raw;
                int heads = (int) rows.getShape().get(0);
                int tokens = (int) rows.getShape().get(1);
                return new LayerMap(layer, kinds.get(layer), heads, tokens, rows.toFloatArray());
            });
        }
    }

    private static final class Streams implements PrefillListener {
        private final Set<Integer> layers;
        private final Map<Integer, float[]> prefixes = new HashMap<>();
        private final Map<Integer, float[]> instructions = new HashMap<>();

        Streams(Set<Integer> layers) {
            this.layers = layers;
        }

        @Override
        public void entering(int layer, Part part, NDArray stream) {
            if (layers.contains(layer)) {
                (part == Part.PREFIX ? prefixes : instructions).put(layer, stream.toFloatArray());
            }
        }
    }
}
