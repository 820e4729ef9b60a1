package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.tensor.Linear;
import org.timeviper.model.tensor.Weights;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vector.Crew;
import org.timeviper.model.vector.LinearMap;
import org.timeviper.model.vector.Matrix;

/**
 * Mamba-2 mixer: {@code h_t = exp(dt_t·A)·h_{t-1} + dt_t·B_t⊗x_t}, {@code y_t = C_t·h_t + D·x_t}, gated and normalised by groups.
 *
 * <p>Many tokens go through the chunked (SSD) form, linear in their number; one token through the recurrence itself. The state,
 * (heads, headDim, state) and the convolution's last inputs, is float32 and does not grow. So are the time steps, projection and all:
 * they stand in exponents, where rounding would add up.
 */
final class MambaLayer implements Layer {
    private final int index;
    private final DecoderConfig.Mamba sizes;
    private final double epsilon;
    private final Linear input;
    private final NDArray convolution;
    private final NDArray convolutionBias;
    private final NDArray step;
    private final NDArray stepBias;
    private final NDArray logA;
    private final NDArray d;
    private final NDArray norm;
    private final Linear output;
    private final Optional<VectorMamba> vectors;

    /** @param crew of Java's own arithmetic, where that takes the engine's place */
    MambaLayer(
            Weights weights, String name, int index, DecoderConfig.Mamba sizes, double epsilon, Optional<Crew> crew) {
        this.index = index;
        this.sizes = sizes;
        this.epsilon = epsilon;
        int mixed = sizes.inner() + sizes.convolved();
        this.input = weights.linearRows(name + "in_proj", sizes.projectionBias(), 0, mixed);
        this.step = weights.exactRows(name + "in_proj.weight", mixed, sizes.heads());
        this.convolution = weights.exact(name + "conv1d.weight");
        this.convolutionBias =
                sizes.convolutionBias() ? weights.exact(name + "conv1d.bias") : weights.zeros(sizes.convolved());
        this.stepBias = sizes.projectionBias()
                ? weights.sum(
                        weights.exact(name + "dt_bias"), weights.exactRows(name + "in_proj.bias", mixed, sizes.heads()))
                : weights.exact(name + "dt_bias");
        this.logA = weights.exact(name + "A_log");
        this.d = weights.exact(name + "D");
        this.norm = weights.exact(name + "norm.weight");
        this.output = weights.linear(name + "out_proj", sizes.projectionBias());
        this.vectors = crew.map(this::vectors);
    }

    /**
     * What the recurrence reads of some tokens.
     *
     * @param projected (tokens, ..), compute precision, of which the first columns are the gate
     * @param xbc x, B and C (tokens, inner + 2·groups·state)
     * @param dt time steps (tokens, heads)
     * @param lastInputs of the convolution, which the next tokens need
     */
    record ScanInputs(NDArray projected, NDArray xbc, NDArray dt, NDArray lastInputs) {}

    @Override
    public NDArray forward(Workspace workspace, NDArray x, DecoderState state) {
        if (vectors.isEmpty() || x.getShape().get(0) == 1) {
            return scan(workspace, inputs(workspace, x, state), state);
        }
        NDArray projected = input.apply(workspace, x);
        return output.apply(workspace, mixed(workspace, projected, timeSteps(workspace, x), state.mamba(index)));
    }

    @Override
    public NDArray forward(Workspace workspace, NDArray x, List<Stretch> stretches) {
        NDArray projected = input.apply(workspace, x);
        NDArray dt = timeSteps(workspace, x);
        List<NDArray> mixed = new ArrayList<>();
        for (Stretch stretch : stretches) {
            mixed.add(mixed(
                    workspace,
                    stretch.of(workspace, projected),
                    stretch.of(workspace, dt),
                    stretch.state().mamba(index)));
        }
        return output.apply(workspace, workspace.join(mixed));
    }

    /** All but the projections; the state goes on. */
    private NDArray mixed(Workspace workspace, NDArray projected, NDArray dt, MambaState past) {
        if (vectors.isPresent()) {
            return vectors.get().mixed(workspace, projected, dt, past);
        }
        Workspace.Pair convolved = convolve(workspace, projected, past.convolution());
        return gated(workspace, recur(workspace, convolved, dt, past), projected);
    }

    @Override
    public NDArray step(Workspace workspace, NDArray x, DecoderBatch batch) {
        MambaStates past = batch.mamba(index);
        NDArray projected = input.apply(workspace, x);
        NDArray dt = timeSteps(workspace, x);
        Workspace.Pair convolved =
                workspace.convolutionSteps(projected, sizes.inner(), past.convolution(), convolution, convolutionBias);
        past.replaceConvolution(convolved.second());
        NDArray y = workspace.recurrentSteps(past.ssm(), convolved.first(), dt, logA, d, sizes.groups());
        return output.apply(workspace, gated(workspace, y, projected));
    }

    @Override
    public VectorMamba vectors(Crew crew) {
        MambaCoefficients coefficients = MambaCoefficients.of(
                sizes,
                stepBias.toFloatArray(),
                convolution.toFloatArray(),
                convolutionBias.toFloatArray(),
                logA.toFloatArray(),
                d.toFloatArray(),
                norm.toFloatArray());
        return new VectorMamba(
                index,
                sizes,
                epsilon,
                LinearMap.of(input, crew),
                new Matrix(step, crew),
                coefficients,
                LinearMap.of(output, crew),
                crew);
    }

    /** The first half of {@link #forward(Workspace, NDArray, DecoderState)}, which leaves the state as it is. */
    ScanInputs inputs(Workspace workspace, NDArray x, DecoderState state) {
        // in_proj: gate | x, B, C, and dt = softplus
        NDArray projected = input.apply(workspace, x);
        NDArray dt = timeSteps(workspace, x);
        // convolution over x, B and C, then SiLU
        Workspace.Pair convolved =
                convolve(workspace, projected, state.mamba(index).convolution());
        return new ScanInputs(projected, convolved.first(), dt, convolved.second());
    }

    /** The second half of {@link #forward(Workspace, NDArray, DecoderState)}; the state goes on. */
    NDArray scan(Workspace workspace, ScanInputs inputs, DecoderState state) {
        Workspace.Pair convolved = new Workspace.Pair(inputs.xbc(), inputs.lastInputs());
        NDArray y = recur(workspace, convolved, inputs.dt(), state.mamba(index));
        return output.apply(workspace, gated(workspace, y, inputs.projected()));
    }

    /** The recurrence, and D·x; the state goes on. */
    private NDArray recur(Workspace workspace, Workspace.Pair convolved, NDArray dt, MambaState past) {
        Workspace.Pair scanned =
                workspace.selectiveScan(convolved.first(), dt, logA, d, past.ssm(), sizes.groups(), sizes.chunk());
        past.replace(convolved.second(), scanned.second());
        return scanned.first();
    }

    private NDArray gated(Workspace workspace, NDArray y, NDArray projected) {
        return workspace.gatedGroupNorm(y, projected, norm, sizes.groups(), epsilon);
    }

    /** An empty tape with room for so many tokens. */
    MambaTape tape(Workspace owner, long tokens) {
        NDArray bc = owner.zeros(logA, tokens, 2L * sizes.groups() * sizes.state());
        return new MambaTape(sizes, logA, bc, owner.zeros(logA, tokens, sizes.heads()));
    }

    /** The matrix M of {@code y = M·x + D·x}, (heads, tokens, tokens), for a whole normalised stream. */
    NDArray map(Workspace workspace, NDArray x) {
        NDArray projected = input.apply(workspace, x);
        NDArray nothing = workspace.zeros(stepBias, sizes.convolution() - 1, sizes.convolved());
        NDArray xbc = convolve(workspace, projected, nothing).first();
        return workspace.mambaMap(xbc, timeSteps(workspace, x), logA, sizes.inner(), sizes.groups());
    }

    /** The state before the first token: all zero. */
    MambaState emptyState(Workspace owner) {
        return new MambaState(
                owner,
                owner.zeros(stepBias, sizes.convolution() - 1, sizes.convolved()),
                owner.zeros(stepBias, sizes.heads(), sizes.headDim(), sizes.state()));
    }

    private Workspace.Pair convolve(Workspace workspace, NDArray projected, NDArray past) {
        return workspace.causalConvolution(projected, sizes.inner(), past, convolution, convolutionBias);
    }

    private NDArray timeSteps(Workspace workspace, NDArray x) {
        return workspace.timeStep(x, step, stepBias, sizes.minTimeStep(), sizes.maxTimeStep());
    }
}
