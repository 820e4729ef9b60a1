package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.tensor.Linear;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vector.CausalAttention;
import org.timeviper.model.vector.Crew;
import org.timeviper.model.vector.LinearMap;
import org.timeviper.model.vector.Numbers;

/**
 * Grouped-query causal attention, {@code o(softmax(q·kᵀ/√P)·v)}; where the model has rotary positions, of queries and keys that are
 * turned by them.
 *
 * <p>Its cache is the only state that grows with length, by 2·keyValueHeads·headDim numbers a token. Keys lie in it as they are
 * compared: turned.
 *
 * <p>A token's position is how many tokens the layer has before it. So behind a drop the tokens that are left are numbered anew, without
 * gaps, as the authors' transformer numbers them when it reads a prompt and while it is trained. (Its decode steps mean to go on from
 * there, but turn by the position before the drop; here they do go on from there.)
 */
final class AttentionLayer implements Layer {
    private final int index;
    private final DecoderConfig.Attention sizes;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;
    private final Optional<CausalAttention> vectors;

    /** @param crew of Java's own arithmetic, where that takes the engine's place */
    AttentionLayer(Weights weights, String name, int index, DecoderConfig.Attention sizes, Optional<Crew> crew) {
        this.index = index;
        this.sizes = sizes;
        this.query = weights.linear(name + "q_proj", sizes.inputBias());
        this.key = weights.linear(name + "k_proj", sizes.inputBias());
        this.value = weights.linear(name + "v_proj", sizes.inputBias());
        this.output = weights.linear(name + "o_proj", sizes.outputBias());
        this.vectors =
                crew.map(some -> new CausalAttention(sizes.heads(), sizes.keyValueHeads(), sizes.headDim(), some));
    }

    @Override
    public NDArray forward(Workspace workspace, NDArray x, DecoderState state) {
        KeyValueCache cache = state.cache(index);
        long position = cache.length();
        cache.append(workspace, keys(workspace, x, position), value.apply(workspace, x));
        return output.apply(workspace, attended(workspace, queries(workspace, x, position), cache));
    }

    @Override
    public NDArray forward(Workspace workspace, NDArray x, List<Stretch> stretches) {
        NDArray q = query.apply(workspace, x);
        NDArray k = key.apply(workspace, x);
        NDArray v = value.apply(workspace, x);
        List<NDArray> mixed = new ArrayList<>();
        for (Stretch stretch : stretches) {
            KeyValueCache cache = stretch.state().cache(index);
            long position = cache.length();
            NDArray turnedKeys = turned(workspace, stretch.of(workspace, k), sizes.keyValueHeads(), position);
            cache.append(workspace, turnedKeys, stretch.of(workspace, v));
            mixed.add(attended(workspace, turned(workspace, stretch.of(workspace, q), sizes.heads(), position), cache));
        }
        return output.apply(workspace, workspace.join(mixed));
    }

    /** Attention of the last tokens, by their queries (tokens, heads·headDim), to themselves and all before them. */
    private NDArray attended(Workspace workspace, NDArray q, KeyValueCache cache) {
        if (vectors.isEmpty() || q.getShape().get(0) == 1 || !cache.isReached()) {
            return cache.attend(workspace, q);
        }
        NDArray mixed = workspace.zeros(q, q.getShape().getShape());
        vectors.get().mix(Numbers.of(q), cache.stretches(), Numbers.of(mixed));
        return mixed;
    }

    @Override
    public NDArray step(Workspace workspace, NDArray x, DecoderBatch batch) {
        KeyValueCaches caches = batch.caches(index);
        NDArray positions = workspace.longs(caches.lengths());
        NDArray turnedKeys = turned(workspace, key.apply(workspace, x), sizes.keyValueHeads(), positions);
        caches.append(workspace, turnedKeys, value.apply(workspace, x));
        NDArray turnedQueries = turned(workspace, query.apply(workspace, x), sizes.heads(), positions);
        return output.apply(workspace, caches.attend(workspace, turnedQueries));
    }

    @Override
    public VectorLayer vectors(Crew crew) {
        return new VectorAttention(
                index,
                sizes,
                LinearMap.of(query, crew),
                LinearMap.of(key, crew),
                LinearMap.of(value, crew),
                LinearMap.of(output, crew),
                crew);
    }

    int heads() {
        return sizes.heads();
    }

    /**
     * Queries (tokens, heads·headDim), compute precision, of a normalised stream.
     *
     * @param position of the first token
     */
    NDArray queries(Workspace workspace, NDArray x, long position) {
        return turned(workspace, query.apply(workspace, x), sizes.heads(), position);
    }

    private NDArray keys(Workspace workspace, NDArray x, long position) {
        return turned(workspace, key.apply(workspace, x), sizes.keyValueHeads(), position);
    }

    private NDArray turned(Workspace workspace, NDArray x, int heads, long position) {
        if (sizes.rotaryBase().isEmpty()) {
            return x;
        }
        return turned(
                workspace, x, heads, workspace.counted(x, position, x.getShape().get(0)));
    }

    private NDArray turned(Workspace workspace, NDArray x, int heads, NDArray positions) {
        return sizes.rotaryBase().isEmpty()
                ? x
                : workspace.rotate(x, positions, heads, sizes.rotaryBase().getAsDouble());
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

    /**
     * Scaled scores (heads, tokens) that one token (1, hidden) gives others (tokens, hidden), wherever they stand: what guides a drop is
     * not turned by positions.
     */
    NDArray scores(Workspace workspace, NDArray one, NDArray others) {
        return workspace.attentionScores(
                query.apply(workspace, one), key.apply(workspace, others), sizes.heads(), sizes.keyValueHeads());
    }

    /** Softmax rows (heads, tokens, tokens) for a whole normalised stream. */
    NDArray map(Workspace workspace, NDArray x) {
        return workspace.attentionMap(
                queries(workspace, x, 0), keys(workspace, x, 0), sizes.heads(), sizes.keyValueHeads());
    }
}
