package org.timeviper.model.decoder;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.timeviper.model.vector.LinearMap;
import org.timeviper.model.vector.Matrix;
import org.timeviper.model.vector.VectorArithmetic;

/**
 * A decode step of one sequence, or of several together, on the processor, without the engine: of a small model's step most of the engine's time are its calls. Same formulas, in float32 also where the weights are
 * bfloat16. What is computed of a sequence does not depend on those beside it.
 *
 * @param embeddings (vocabulary, hidden)
 * @param epsilon of the norms
 */
record VectorStep(Matrix embeddings, List<Block> blocks, float[] finalNorm, LinearMap head, double epsilon) {

    /** Sequences up to which it was measured to be the faster in float32, by processor time: 1.7 to 3.1 times as fast as the engine at 8, 16, 32 and 64, for streams of 192 and of 768 numbers. */
    private static final int MOST = 64;

    /** In bfloat16, of which the engine multiplies pairs where the processor can: 1.1 to 3.5 times as fast up to this. */
    private static final int MOST_BFLOAT16 = 32;

    /** Numbers of a stream up to which that holds. Of wider ones nearly all is products of matrices, of which the engine then takes two thirds of the time for four sequences, half for eight. */
    private static final int NARROW = 1024;

    private static final int MOST_WIDE_BFLOAT16 = 2;

    /** @param norm weights of the norm before the layer */
    record Block(float[] norm, VectorLayer mixer) {}

    /** Whether it is faster than the engine's kernels on so many sequences. */
    boolean isFaster(int sequences) {
        if (!head.weight().isBfloat16()) {
            return sequences <= MOST;
        }
        return sequences <= (finalNorm.length <= NARROW ? MOST_BFLOAT16 : MOST_WIDE_BFLOAT16);
    }

    /**
     * @param states of the sequences; go on by the tokens
     * @param tokens one of each
     * @return of each the logits for the next token, one a token id
     * @throws IndexOutOfBoundsException if there is no such token
     */
    float[][] logits(StatesInPlace states, long... tokens) {
        int hidden = finalNorm.length;
        float[] streams = new float[tokens.length * hidden];
        for (int sequence = 0; sequence < tokens.length; sequence++) {
            System.arraycopy(embeddings.row(tokens[sequence]), 0, streams, sequence * hidden, hidden);
        }
        float[] normalised = new float[streams.length];
        for (int layer = 0; layer < blocks.size(); layer++) {
            mix(layer, streams, normalised, states);
        }
        VectorArithmetic.rmsNorm(streams, finalNorm, normalised, epsilon);
        return rows(head.apply(normalised, tokens.length), tokens.length);
    }

    private static float[][] rows(float[] all, int count) {
        int width = all.length / count;
        return count == 1
                ? new float[][] {all}
                : IntStream.range(0, count)
                        .mapToObj(row -> Arrays.copyOfRange(all, row * width, (row + 1) * width))
                        .toArray(float[][]::new);
    }

    /** One layer's share of {@link #logits}. */
    void mix(int layer, float[] streams, float[] normalised, StatesInPlace states) {
        Block block = blocks.get(layer);
        VectorArithmetic.rmsNorm(streams, block.norm(), normalised, epsilon);
        block.mixer().addTo(streams, normalised, states);
    }
}
