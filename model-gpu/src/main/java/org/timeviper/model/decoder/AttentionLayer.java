package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.tensor.Linear;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;

/**
 * Grouped-query causal attention without any positional encoding: {@code o(softmax(q·kᵀ/√P)·v)}.
 *
 * <p>Its cache is the only state that grows with length, by 2·keyValueHeads·headDim numbers a token.
 */
final class AttentionLayer implements Layer {
    private final int index;
    private final DecoderConfig.Attention sizes;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;

    AttentionLayer(Weights weights, String name, int index, DecoderConfig.Attention sizes) {
        this.index = index;
        this.sizes = sizes;
        this.query = weights.linear(name + "q_proj", sizes.bias());
        this.key = weights.linear(name + "k_proj", sizes.bias());
        this.value = weights.linear(name + "v_proj", sizes.bias());
        this.output = weights.linear(name + "o_proj", sizes.bias());
    }

    @Override
    public NDArray forward(Workspace workspace, NDArray x, DecoderState state) {
        KeyValueCache cache = state.cache(index);
        cache.append(workspace, key.apply(workspace, x), value.apply(workspace, x));
        return output.apply(workspace, cache.attend(workspace, query.apply(workspace, x)));
    }

    @Override
    public NDArray forward(Workspace workspace, NDArray x, List<Stretch> stretches) {
        NDArray q = query.apply(workspace, x);
        NDArray k = key.apply(workspace, x);
        NDArray v = value.apply(workspace, x);
        List<NDArray> mixed = new ArrayList<>();
        for (Stretch stretch : stretches) {
            KeyValueCache cache = stretch.state().cache(index);
            cache.append(workspace, stretch.of(workspace, k), stretch.of(workspace, v));
            mixed.add(cache.attend(workspace, stretch.of(workspace, q)));
        }
        return output.apply(workspace, workspace.join(mixed));
    }

    @Override
    public NDArray step(Workspace workspace, NDArray x, DecoderBatch batch) {
        KeyValueCaches caches = batch.caches(index);
        caches.append(workspace, key.apply(workspace, x), value.apply(workspace, x));
        return output.apply(workspace, caches.attend(workspace, query.apply(workspace, x)));
    }

    int heads() {
        return sizes.heads();
    }

    /** Queries (tokens, heads·headDim), compute precision, of a normalised stream. */
    NDArray queries(Workspace workspace, NDArray x) {
        return query.apply(workspace, x);
    }

    /**
     * How a token that the state has seen weighs those before it, and itself.
     *
     * @param one its query (1, heads·headDim)
     * @param length tokens up to it, itself counted
     * @return a softmax row for each head, (heads, length)
     */
    NDArray row(Workspace workspace, NDArray one, long length, DecoderState state) {
        return workspace.attentionRow(one, state.cache(index).keys(), length);
    }

    /** Scaled scores (heads, tokens) that one token (1, hidden) gives others (tokens, hidden). */
    NDArray scores(Workspace workspace, NDArray one, NDArray others) {
        return workspace.attentionScores(
                query.apply(workspace, one), key.apply(workspace, others), sizes.heads(), sizes.keyValueHeads());
    }

    /** Softmax rows (heads, tokens, tokens) for a whole normalised stream. */
    NDArray map(Workspace workspace, NDArray x) {
        return workspace.attentionMap(
                query.apply(workspace, x), key.apply(workspace, x), sizes.heads(), sizes.keyValueHeads());
    }
}
