package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.timeviper.model.tensor.Linear;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;

/**
 * Squared-ReLU feed-forward layer of Nemotron-H: {@code down(relu(up(x))²)}.
 *
 * <p>Stateless: needs no cache, costs 4·hidden·intermediate operations a token.
 */
final class MlpLayer implements Layer {
    private final Linear up;
    private final Linear down;

    MlpLayer(Weights weights, String name, boolean bias) {
        this.up = weights.linear(name + "up_proj", bias);
        this.down = weights.linear(name + "down_proj", bias);
    }

    @Override
    public NDArray forward(Workspace workspace, NDArray x, DecoderState state) {
        return forward(workspace, x);
    }

    @Override
    public NDArray forward(Workspace workspace, NDArray x, List<Stretch> stretches) {
        return forward(workspace, x);
    }

    @Override
    public NDArray step(Workspace workspace, NDArray x, DecoderBatch batch) {
        return forward(workspace, x);
    }

    private NDArray forward(Workspace workspace, NDArray x) {
        return down.apply(workspace, workspace.squaredRelu(up.apply(workspace, x)));
    }
}
