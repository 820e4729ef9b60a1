package org.timeviper.model.decoder;

import org.timeviper.model.config.DecoderConfig;
import org.timeviper.model.vector.VectorArithmetic;

/**
 * Many tokens of the heads of a Mamba layer that share B and C: convolution, recurrence, gate and norm of one group need nothing of another. A block of tokens at a time goes through all of them, and stays in the
 * processor's caches; so does the state, which lies transposed, so that every sum runs along channels.
 *
 * <p>On a processor that has no use for matrix products this takes fewer operations, and far fewer passes through memory, than the chunked form.
 */
final class VectorMambaGroup {
    /** Tokens of a block. */
    private static final int BLOCK = 64;

    private final MambaCoefficients coefficients;
    private final double epsilon;
    private final DecoderConfig.Mamba sizes;
    private final VectorMambaTokens tokens;
    private final int group;
    private final int heads;
    private final int width;
    private final int channels;
    private final int before;
    private final float[] taps;
    private final float[] bias;
    private final float[] inputs;
    private final float[] xbc;
    private final float[] gate;
    private final float[] mixed;
    private final float[] state;

    VectorMambaGroup(VectorMamba layer, int group, VectorMambaTokens tokens) {
        this.coefficients = layer.coefficients();
        this.epsilon = layer.epsilon();
        this.sizes = layer.sizes();
        this.tokens = tokens;
        this.group = group;
        this.heads = sizes.heads() / sizes.groups();
        this.width = heads * sizes.headDim();
        this.channels = width + 2 * sizes.state();
        this.before = sizes.convolution() - 1;
        this.taps = new float[sizes.convolution() * channels];
        this.bias = new float[channels];
        for (int k = 0; k <= before; k++) {
            gather(coefficients.taps(), k * sizes.convolved(), taps, k * channels);
        }
        gather(coefficients.tapsBias(), 0, bias, 0);
        this.inputs = new float[(before + BLOCK) * channels];
        this.xbc = new float[BLOCK * channels];
        this.gate = new float[BLOCK * width];
        this.mixed = new float[BLOCK * width];
        this.state = new float[width * sizes.state()];
    }

    /** Where the group's channels are among all: x, B or C of the group begin here. */
    private int source(int part) {
        return switch (part) {
            case 0 -> group * width;
            case 1 -> sizes.inner() + group * sizes.state();
            default -> sizes.inner() + (sizes.groups() + group) * sizes.state();
        };
    }

    /** How many channels x, B or C have in a group. */
    private int count(int part) {
        return part == 0 ? width : sizes.state();
    }

    /** Where they are among the group's own. */
    private int place(int part) {
        return part == 0 ? 0 : width + (part - 1) * sizes.state();
    }

    /** The group's channels of a row of all. */
    private void gather(float[] all, int row, float[] own, int at) {
        for (int part = 0; part < 3; part++) {
            System.arraycopy(all, row + source(part), own, at + place(part), count(part));
        }
    }

    void mix() {
        for (int k = 0; k < before; k++) {
            for (int part = 0; part < 3; part++) {
                tokens.convolution()
                        .read(k * sizes.convolved() + source(part), inputs, k * channels + place(part), count(part));
            }
        }
        readState();
        int all = tokens.dt().length / sizes.heads();
        for (int first = 0; first < all; first += BLOCK) {
            int count = Math.min(BLOCK, all - first);
            read(first, count);
            convolve(count);
            recur(first, count);
            gate(first, count);
            System.arraycopy(inputs, count * channels, inputs, 0, before * channels);
        }
        for (int k = 0; k < before; k++) {
            for (int part = 0; part < 3; part++) {
                tokens.convolution()
                        .write(k * sizes.convolved() + source(part), inputs, k * channels + place(part), count(part));
            }
        }
        writeState();
    }

    private void read(int first, int count) {
        int columns = sizes.inner() + sizes.convolved();
        for (int token = 0; token < count; token++) {
            int row = (first + token) * columns;
            tokens.projected().read(row + group * width, gate, token * width, width);
            for (int part = 0; part < 3; part++) {
                tokens.projected()
                        .read(
                                row + sizes.inner() + source(part),
                                inputs,
                                (before + token) * channels + place(part),
                                count(part));
            }
        }
    }

    private void convolve(int count) {
        for (int token = 0; token < count; token++) {
            VectorArithmetic.convolve(
                    inputs, token * channels, channels, taps, before + 1, bias, xbc, token * channels);
        }
    }

    /** Head by head: so the state of one stays in the nearest cache. */
    private void recur(int first, int count) {
        int step = sizes.headDim() * sizes.state();
        for (int head = 0; head < heads; head++) {
            int number = group * heads + head;
            for (int token = 0; token < count; token++) {
                float dt = tokens.dt()[(first + token) * sizes.heads() + number];
                int at = token * channels;
                VectorArithmetic.recurHead(
                        state,
                        head * step,
                        sizes.headDim(),
                        sizes.state(),
                        (float) Math.exp(dt * coefficients.a()[number]),
                        dt,
                        coefficients.d()[number],
                        xbc,
                        at + head * sizes.headDim(),
                        at + place(1),
                        at + place(2),
                        mixed,
                        token * width + head * sizes.headDim());
            }
        }
    }

    /** {@code y·silu(gate)}, normalised. */
    private void gate(int first, int count) {
        VectorArithmetic.silu(gate, 0, count * width);
        for (int token = 0; token < count; token++) {
            int at = token * width;
            VectorArithmetic.multiply(mixed, at, gate, at, width);
            VectorArithmetic.rmsNorm(mixed, at, coefficients.norm(), group * width, width, epsilon);
            tokens.mixed().write((first + token) * sizes.inner() + group * width, mixed, at, width);
        }
    }

    private void readState() {
        float[] row = new float[sizes.state()];
        for (int channel = 0; channel < width; channel++) {
            tokens.ssm().read((group * width + channel) * sizes.state(), row, 0, row.length);
            int at = transposed(channel);
            for (int n = 0; n < row.length; n++) {
                state[at + n * sizes.headDim()] = row[n];
            }
        }
    }

    private void writeState() {
        float[] row = new float[sizes.state()];
        for (int channel = 0; channel < width; channel++) {
            int at = transposed(channel);
            for (int n = 0; n < row.length; n++) {
                row[n] = state[at + n * sizes.headDim()];
            }
            tokens.ssm().write((group * width + channel) * sizes.state(), row, 0, row.length);
        }
    }

    /** Where a channel's first number of state is. */
    private int transposed(int channel) {
        return channel / sizes.headDim() * sizes.headDim() * sizes.state() + channel % sizes.headDim();
    }
}
