package org.timeviper.model.decoder;

import ai.djl.ndarray.NDArray;
import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.tensor.Workspace;
import org.timeviper.model.vector.Crew;
import org.timeviper.model.vector.LinearMap;
import org.timeviper.model.vector.Matrix;
import org.timeviper.model.vector.Numbers;
import org.timeviper.model.vector.VectorArithmetic;

/** A {@link MambaLayer} on the processor: the next token of sequences by the recurrence itself, and many tokens of one between the projections. */
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
    public void addTo(float[] streams, float[] x, StatesInPlace states) {
        int sequences = states.size();
        float[] projected = input.apply(x, sequences);
        float[] dt = timeSteps(x, sequences);
        float[] y = new float[sequences * sizes.inner()];
        MambaInPlace past = states.mamba().apply(index);
        float[][] xbc = new float[sequences][];
        crew.share(sequences, (long) sequences * sizes.convolved() * sizes.convolution(), (from, to) -> {
            for (int sequence = from; sequence < to; sequence++) {
                xbc[sequence] = convolved(sequence, projected, past.convolution());
            }
        });
        crew.share(
                sequences * sizes.heads(),
                (long) sequences * sizes.inner() * sizes.state(),
                (from, to) -> scan(from, to, xbc, dt, past.ssm(), y));
        crew.share(sequences, (long) sequences * sizes.inner(), (from, to) -> {
            for (int sequence = from; sequence < to; sequence++) {
                gate(sequence, y, projected);
            }
        });
        output.addTo(streams, y, sequences);
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
                past.inPlace().convolution(),
                past.inPlace().ssm(),
                Numbers.of(mixed));
        long numbers = projected.size() * sizes.state();
        crew.share(sizes.groups(), numbers, (from, to) -> {
            for (int group = from; group < to; group++) {
                new VectorMambaGroup(this, group, tokens).mix();
            }
        });
        return mixed;
    }

    /** {@code silu(conv(x, B, C))} of a sequence's token and the inputs before it, which go on by it. */
    private float[] convolved(int sequence, float[] projected, Numbers past) {
        int channels = sizes.convolved();
        int before = (sizes.convolution() - 1) * channels;
        float[] inputs = new float[before + channels];
        past.read(sequence * before, inputs, 0, before);
        System.arraycopy(projected, projectedAt(sequence) + sizes.inner(), inputs, before, channels);
        past.write(sequence * before, inputs, channels, before);
        float[] xbc = new float[channels];
        VectorArithmetic.convolve(
                inputs, 0, channels, coefficients.taps(), sizes.convolution(), coefficients.tapsBias(), xbc, 0);
        return xbc;
    }

    /** Where the projections of a sequence begin, with the gate. */
    private int projectedAt(int sequence) {
        return sequence * (sizes.inner() + sizes.convolved());
    }

    /** {@code clamp(softplus(dt))}, of each sequence and head. */
    private float[] timeSteps(float[] x, int sequences) {
        float[] dt = step.times(x, sequences);
        for (int i = 0; i < dt.length; i++) {
            double raw = dt[i] + coefficients.stepBias()[i % sizes.heads()];
            double softplus = raw > 20 ? raw : Math.log1p(Math.exp(raw));
            dt[i] = (float) Math.clamp(softplus, sizes.minTimeStep(), sizes.maxTimeStep());
        }
        return dt;
    }

    /** {@code h = exp(dt·A)·h + dt·B⊗x}, {@code y = C·h + D·x} of some heads, counted through all sequences; the states (sequences, heads, headDim, state) go on, a head at a time. */
    private void scan(int from, int to, float[][] xbc, float[] dt, Numbers state, float[] y) {
        int shared = sizes.heads() / sizes.groups();
        float[] h = new float[sizes.headDim() * sizes.state()];
        for (int number = from; number < to; number++) {
            float[] inputs = xbc[number / sizes.heads()];
            int head = number % sizes.heads();
            int b = sizes.inner() + head / shared * sizes.state();
            int c = b + sizes.groups() * sizes.state();
            float step = dt[number];
            float keep = (float) Math.exp(step * coefficients.a()[head]);
            state.read(number * h.length, h, 0, h.length);
            for (int i = 0; i < sizes.headDim(); i++) {
                float x = inputs[head * sizes.headDim() + i];
                y[number * sizes.headDim() + i] = VectorArithmetic.recur(
                                h, i * sizes.state(), sizes.state(), keep, step * x, inputs, b, inputs, c)
                        + coefficients.d()[head] * x;
            }
            state.write(number * h.length, h, 0, h.length);
        }
    }

    /** {@code y·silu(gate)} of a sequence, normalised within groups of channels. */
    private void gate(int sequence, float[] y, float[] projected) {
        int inner = sizes.inner();
        int at = sequence * inner;
        VectorArithmetic.silu(projected, projectedAt(sequence), inner);
        VectorArithmetic.multiply(y, at, projected, projectedAt(sequence), inner);
        int channels = inner / sizes.groups();
        for (int first = 0; first < inner; first += channels) {
            VectorArithmetic.rmsNorm(y, at + first, coefficients.norm(), first, channels, epsilon);
        }
    }
}
