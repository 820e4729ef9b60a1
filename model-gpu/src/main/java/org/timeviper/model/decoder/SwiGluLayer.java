package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.timeviper.model.tensor.Linear;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vector.Crew;
import org.timeviper.model.vector.LinearMap;

/**
 * Gated feed-forward layer of Qwen2: {@code down(silu(gate(x))·up(x))}.
 *
 * <p>Costs 6·hidden·intermediate operations a token.
 */
final class SwiGluLayer implements FeedForward {
    private final Linear gate;
    private final Linear up;
    private final Linear down;

    SwiGluLayer(Weights weights, String name, boolean bias) {
        this.gate = weights.linear(name + "gate_proj", bias);
        this.up = weights.linear(name + "up_proj", bias);
        this.down = weights.linear(name + "down_proj", bias);
    }

    @Override
    public NDArray forward(Workspace workspace, NDArray x) {
        return down.apply(workspace, workspace.gated(gate.apply(workspace, x), up.apply(workspace, x)));
    }

    @Override
    public VectorLayer vectors(Crew crew) {
        return new VectorFeedForward(
                Optional.of(LinearMap.of(gate, crew)), LinearMap.of(up, crew), LinearMap.of(down, crew));
    }
}
