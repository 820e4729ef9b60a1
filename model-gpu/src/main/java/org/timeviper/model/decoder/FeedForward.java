package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;

/** A layer that works on each token by itself. Stateless: needs no cache. */
sealed interface FeedForward extends Layer permits MlpLayer, SwiGluLayer {

    /** The one that a config tells of. */
    static FeedForward of(Weights weights, String name, DecoderConfig.Mlp sizes) {
        return sizes.gated() ? new SwiGluLayer(weights, name, sizes.bias()) : new MlpLayer(weights, name, sizes.bias());
    }

    /**
     * @param workspace owns the result
     * @param x (tokens, hidden)
     * @return same shape, compute precision
     */
    NDArray forward(Workspace workspace, NDArray x);

    @Override
    default NDArray forward(Workspace workspace, NDArray x, DecoderState state) {
        return forward(workspace, x);
    }

    @Override
    default NDArray forward(Workspace workspace, NDArray x, List<Stretch> stretches) {
        return forward(workspace, x);
    }

    @Override
    default NDArray step(Workspace workspace, NDArray x, DecoderBatch batch) {
        return forward(workspace, x);
    }
}
