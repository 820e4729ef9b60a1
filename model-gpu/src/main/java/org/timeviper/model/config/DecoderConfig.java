package org.timeviper.model.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The language model (MODEL section 4): a row of layers, each {@code x = x + mixer(norm(x))}, whatever its family.
 *
 * @param family what tensors are called, and how layers are numbered for the world
 * @param vocabulary number of token ids
 * @param hidden channels of the stream
 * @param layers by kind, in order
 * @param normEpsilon of every RMSNorm
 * @param tiedEmbeddings true if the output head is the embedding matrix
 * @param mamba sizes of Mamba-2 layers; empty in a family that has none
 * @param attention sizes of attention layers
 * @param mlp sizes of feed-forward layers
 */
public record DecoderConfig(
        DecoderFamily family,
        int vocabulary,
        int hidden,
        List<LayerKind> layers,
        double normEpsilon,
        boolean tiedEmbeddings,
        Optional<Mamba> mamba,
        Attention attention,
        Mlp mlp) {

    /** Copies the list. */
    public DecoderConfig {
        layers = List.copyOf(layers);
    }

    /** How many published numbers there are: blocks, of one layer or of two. */
    public int blocks() {
        return layers.size() / family.blockLayers();
    }

    /** The published number of a layer: that of its block. */
    public int block(int layer) {
        return layer / family.blockLayers();
    }

    /** The first layer of a block. */
    public int firstLayer(int block) {
        return block * family.blockLayers();
    }

    /**
     * A Mamba-2 mixer.
     *
     * @param heads number of heads
     * @param headDim channels of a head
     * @param groups of heads that share B and C
     * @param state numbers of state for each channel
     * @param convolution width of the causal convolution
     * @param chunk tokens of a chunk of the SSD form
     * @param minTimeStep lower end of {@code time_step_limit}
     * @param maxTimeStep upper end of it; may be infinite
     * @param projectionBias true if {@code in_proj} and {@code out_proj} have biases
     * @param convolutionBias true if {@code conv1d} has a bias
     */
    public record Mamba(
            int heads,
            int headDim,
            int groups,
            int state,
            int convolution,
            int chunk,
            double minTimeStep,
            double maxTimeStep,
            boolean projectionBias,
            boolean convolutionBias) {

        /** Channels of x, y and gate. */
        public int inner() {
            return heads * headDim;
        }

        /** Channels that go through the convolution: x, B and C. */
        public int convolved() {
            return inner() + 2 * groups * state;
        }

        /** Rows of {@code in_proj}: gate, xBC and one time step a head. */
        public int projected() {
            return inner() + convolved() + heads;
        }
    }

    /**
     * A grouped-query attention mixer.
     *
     * @param heads query heads
     * @param keyValueHeads heads of keys and values
     * @param headDim channels of a head
     * @param inputBias true if the projections of queries, keys and values have biases
     * @param outputBias true if the output projection has one
     * @param rotaryBase base of rotary position embeddings; empty if tokens have no positions
     */
    public record Attention(
            int heads,
            int keyValueHeads,
            int headDim,
            boolean inputBias,
            boolean outputBias,
            OptionalDouble rotaryBase) {}

    /**
     * A feed-forward mixer.
     *
     * @param intermediate channels inside
     * @param gated true for SwiGLU, false for a squared ReLU
     * @param bias true if the projections have biases
     */
    public record Mlp(int intermediate, boolean gated, boolean bias) {}
}
