package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vector.Crew;
import org.timeviper.model.vector.LinearMap;
import org.timeviper.model.vector.Matrix;
import org.timeviper.model.vector.Numbers;
import org.timeviper.model.vector.VectorArithmetic;

/** A {@link MambaLayer} on the processor: one token by the recurrence itself, and many between the projections. */
record VectorMamba(
        int index,
        DecoderConfig.Mamba sizes,
        double epsilon,
        LinearMap input,
        Matrix step,
        MambaCoefficients coefficients,
        LinearMap output,
        Crew crew)
        implements VectorLayer {

    @Override
    public void addTo(float[] stream, float[] x, DecoderState state) {
        MambaState past = state.mamba(index);
        float[] projected = input.apply(x);
        float[] xbc = convolved(projected, past.convolutionNumbers());
        float[] y = scanned(xbc, timeSteps(x), past.ssmNumbers());
        gate(y, projected);
        output.addTo(stream, y);
    }

    /**
     * Many tokens between the projections: convolution, recurrence, gate and norm, group by group. The state goes on.
     *
     * @param projected (tokens, ..), compute precision: gate | x, B, C
     * @param dt time steps (tokens, heads)
     * @return (tokens, inner), float32; belongs to the workspace
     */
    NDArray mixed(Workspace workspace, NDArray projected, NDArray dt, MambaState past) {
        NDArray mixed = workspace.zeros(dt, projected.getShape().get(0), sizes.inner());
        VectorMambaTokens tokens = new VectorMambaTokens(
                Numbers.of(projected),
                dt.toFloatArray(),
                past.convolutionNumbers(),
                past.ssmNumbers(),
                Numbers.of(mixed));
        long numbers = projected.size() * sizes.state();
        crew.share(sizes.groups(), numbers, (from, to) -> {
            for (int group = from; group < to; group++) {
                new VectorMambaGroup(this, group, tokens).mix();
            }
        });
        return mixed;
    }

    /** {@code silu(conv(x, B, C))} of this token and the inputs before it, which go on by it. */
    private float[] convolved(float[] projected, Numbers past) {
        int channels = sizes.convolved();
        int before = sizes.convolution() - 1;
        float[] inputs = new float[(before + 1) * channels];
        past.read(0, inputs, 0, before * channels);
        System.arraycopy(projected, sizes.inner(), inputs, before * channels, channels);
        past.write(0, inputs, channels, before * channels);
        float[] xbc = new float[channels];
        VectorArithmetic.convolve(
                inputs, 0, channels, coefficients.taps(), before + 1, coefficients.tapsBias(), xbc, 0);
        return xbc;
    }

    /** {@code clamp(softplus(dt))}, of each head. */
    private float[] timeSteps(float[] x) {
        float[] dt = step.times(x);
        for (int head = 0; head < dt.length; head++) {
            double raw = dt[head] + coefficients.stepBias()[head];
            double softplus = raw > 20 ? raw : Math.log1p(Math.exp(raw));
            dt[head] = (float) Math.clamp(softplus, sizes.minTimeStep(), sizes.maxTimeStep());
        }
        return dt;
    }

    /** {@code h = exp(dt·A)·h + dt·B⊗x}, {@code y = C·h + D·x}; the state (heads, headDim, state) goes on. */
    private float[] scanned(float[] xbc, float[] dt, Numbers state) {
        float[] h = state.all();
        float[] y = new float[sizes.inner()];
        int shared = sizes.heads() / sizes.groups();
        for (int head = 0; head < sizes.heads(); head++) {
            int b = sizes.inner() + head / shared * sizes.state();
            int c = b + sizes.groups() * sizes.state();
            float keep = (float) Math.exp(dt[head] * coefficients.a()[head]);
            for (int i = head * sizes.headDim(); i < (head + 1) * sizes.headDim(); i++) {
                float put = dt[head] * xbc[i];
                y[i] = VectorArithmetic.recur(h, i * sizes.state(), sizes.state(), keep, put, xbc, b, xbc, c)
                        + coefficients.d()[head] * xbc[i];
            }
        }
        state.write(0, h, 0, h.length);
        return y;
    }

    /** {@code y·silu(gate)}, normalised within groups of channels. */
    private void gate(float[] y, float[] projected) {
        VectorArithmetic.silu(projected, 0, y.length);
        int channels = y.length / sizes.groups();
        VectorArithmetic.multiply(y, projected);
        for (int group = 0; group < sizes.groups(); group++) {
            VectorArithmetic.rmsNorm(y, group * channels, coefficients.norm(), group * channels, channels, epsilon);
        }
    }
}
