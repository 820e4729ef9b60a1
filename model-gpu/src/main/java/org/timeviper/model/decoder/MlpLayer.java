package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.timeviper.model.tensor.Linear;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vector.Crew;
import org.timeviper.model.vector.LinearMap;

/**
 * Squared-ReLU feed-forward layer of Nemotron-H: {@code down(relu(up(x))²)}.
 *
 * <p>Costs 4·hidden·intermediate operations a token.
 */
final class MlpLayer implements FeedForward {
    private final Linear up;
    private final Linear down;

    MlpLayer(Weights weights, String name, boolean bias) {
        this.up = weights.linear(name + "up_proj", bias);
        this.down = weights.linear(name + "down_proj", bias);
    }

    @Override
    public NDArray forward(Workspace workspace, NDArray x) {
        return down.apply(workspace, workspace.squaredRelu(up.apply(workspace, x)));
    }

    @Override
    public VectorLayer vectors(Crew crew) {
        return new VectorFeedForward(Optional.empty(), LinearMap.of(up, crew), LinearMap.of(down, crew));
    }
}
