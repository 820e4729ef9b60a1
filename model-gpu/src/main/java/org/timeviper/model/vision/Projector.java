package org.timeviper.model.vision;

import ai.djl.ndarray.NDArray;
import org.timeviper.model.config.ProjectorConfig;
import org.timeviper.model.config.TensorLayout;
import org.timeviper.model.tensor.Linear;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;

/** Token merging, if the configuration has it, then {@code Linear → GELU → Linear} to the width of the decoder's stream. */
public final class Projector {
    private final ProjectorConfig config;
    private final Linear first;
    private final Linear second;

    /** Loads both linear maps. */
    public Projector(Weights weights, ProjectorConfig config) {
        this.config = config;
        this.first = weights.linear(TensorLayout.PROJECTOR + 0, true);
        this.second = weights.linear(TensorLayout.PROJECTOR + 2, true);
    }

    /**
     * Projects each frame by itself.
     *
     * @param features (frames, patches, vision channels)
     * @return (frames, tokens of a frame, hidden), float32, of the workspace
     */
    public NDArray project(Workspace workspace, NDArray features) {
        NDArray tokens =
                switch (config) {
                    case ProjectorConfig.GeluMlp mlp -> features;
                    case ProjectorConfig.TokenMergingMlp merging ->
                        workspace
                                .mergeTokens(
                                        features,
                                        merging.tokens(),
                                        merging.order().ordinal())
                                .first();
                };
        return projected(workspace, tokens);
    }

    /** Projects tokens that are merged already: (.., vision channels) → (.., hidden). */
    NDArray projected(Workspace workspace, NDArray tokens) {
        NDArray inside = workspace.gelu(first.apply(workspace, tokens));
        return workspace.toFloat32(second.apply(workspace, inside));
    }
}
