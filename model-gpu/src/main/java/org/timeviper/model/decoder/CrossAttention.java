package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.config.DecoderFamily;
import org.timeviper.model.config.Merging;
import org.timeviper.model.config.ModelConfig;
import org.timeviper.model.tensor.Linear;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;

/**
 * One stage of TransV: {@code text += tanh(α)·o(softmax(q(text)·k(dropped)ᵀ/√P)·v(dropped))}, no norm, no mask, no positions; and
 * behind it, where there is one, a feed-forward layer: {@code text += tanh(β)·mlp(text)}.
 *
 * <p>Keys and values of dropped tokens are computed once and serve every instruction.
 */
final class CrossAttention {
    private final int keyValueHeads;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;
    private final double gate;
    private final Optional<Gated> mlp;

    /** A feed-forward layer and how much of what it says is added. */
    private record Gated(FeedForward layer, double gate) {}

    /** @param stage from 0 */
    static CrossAttention load(Weights weights, ModelConfig model, int stage) {
        DecoderConfig config = model.decoder();
        DecoderFamily family = config.family();
        return new CrossAttention(
                weights,
                family.merge(stage),
                config.attention(),
                gate(weights, family.alpha(), stage),
                model.tokenDrop().merging() == Merging.CROSS_ATTENTION_AND_MLP
                        ? Optional.of(new Gated(
                                FeedForward.of(weights, family.mergeMlp(stage), config.mlp()),
                                gate(weights, family.alphaMlp(), stage)))
                        : Optional.empty());
    }

    private static double gate(Weights weights, String alphas, int stage) {
        return Math.tanh(weights.exact(alphas).toFloatArray()[stage]);
    }

    private CrossAttention(
            Weights weights, String name, DecoderConfig.Attention sizes, double gate, Optional<Gated> mlp) {
        this.keyValueHeads = sizes.keyValueHeads();
        this.query = weights.linear(name + "q_proj", sizes.inputBias());
        this.key = weights.linear(name + "k_proj", sizes.inputBias());
        this.value = weights.linear(name + "v_proj", sizes.inputBias());
        this.output = weights.linear(name + "o_proj", sizes.outputBias());
        this.gate = gate;
        this.mlp = mlp;
    }

    /** A memory with room for so many dropped tokens. */
    KeyValueCache memory(Workspace owner, long tokens) {
        return new KeyValueCache(owner, keyValueHeads, tokens);
    }

    /** @param dropped hidden states (tokens, hidden) to be remembered */
    void remember(Workspace workspace, NDArray dropped, KeyValueCache memory) {
        memory.append(workspace, key.apply(workspace, dropped), value.apply(workspace, dropped));
    }

    /** @param text hidden states (tokens, hidden), updated in place */
    void takeIn(Workspace workspace, NDArray text, KeyValueCache memory) {
        NDArray mixed = workspace.crossAttention(query.apply(workspace, text), memory.keys(), memory.values());
        workspace.addRows(text, 0, output.apply(workspace, mixed), gate);
        mlp.ifPresent(behind -> workspace.addRows(text, 0, behind.layer().forward(workspace, text), behind.gate()));
    }
}
