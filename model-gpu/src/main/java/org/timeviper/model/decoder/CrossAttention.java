package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.tensor.Linear;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;

/**
 * One stage of TransV: {@code text += tanh(α)·o(softmax(q(text)·k(dropped)ᵀ/√P)·v(dropped))}, no norm, no mask.
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

    /** @param alpha the stage's learned scalar, before tanh */
    CrossAttention(Weights weights, String name, DecoderConfig.Attention sizes, double alpha) {
        this.keyValueHeads = sizes.keyValueHeads();
        this.query = weights.linear(name + "q_proj", sizes.bias());
        this.key = weights.linear(name + "k_proj", sizes.bias());
        this.value = weights.linear(name + "v_proj", sizes.bias());
        this.output = weights.linear(name + "o_proj", sizes.bias());
        this.gate = Math.tanh(alpha);
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
    }
}
