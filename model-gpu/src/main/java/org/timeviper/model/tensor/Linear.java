package org.timeviper.model.tensor;

import ai.djl.ndarray.NDArray;

/** A linear map, with or without bias. Weights are (C out, C in), in the compute precision. */
public sealed interface Linear {

    /**
     * @param x (.., C in), any precision
     * @return (.., C out), compute precision; belongs to the workspace
     */
    NDArray apply(Workspace workspace, NDArray x);

    /** {@code x·wᵀ}. */
    record Plain(NDArray weight) implements Linear {
        @Override
        public NDArray apply(Workspace workspace, NDArray x) {
            return workspace.linear(x, weight);
        }
    }

    /** {@code x·wᵀ + b}. */
    record Affine(NDArray weight, NDArray bias) implements Linear {
        @Override
        public NDArray apply(Workspace workspace, NDArray x) {
            return workspace.linear(x, weight, bias);
        }
    }
}
