package org.timeviper.model.decoder;

import java.util.List;
import org.timeviper.model.vector.LinearMap;
import org.timeviper.model.vector.Matrix;
import org.timeviper.model.vector.VectorArithmetic;

/**
 * A decode step of one sequence on the processor, without the engine: of a small model's step most of the engine's time are its calls. Same formulas, in float32 also where the weights are bfloat16.
 *
 * @param embeddings (vocabulary, hidden)
 * @param epsilon of the norms
 */
record VectorStep(Matrix embeddings, List<Block> blocks, float[] finalNorm, LinearMap head, double epsilon) {

    /** @param norm weights of the norm before the layer */
    record Block(float[] norm, VectorLayer mixer) {}

    /**
     * @param state of the sequence; goes on by the token
     * @return logits for the next token, one a token id
     * @throws IndexOutOfBoundsException if there is no such token
     */
    float[] logits(DecoderState state, long token) {
        float[] stream = embeddings.row(token);
        float[] normalised = new float[stream.length];
        for (int layer = 0; layer < blocks.size(); layer++) {
            mix(layer, stream, normalised, state);
        }
        VectorArithmetic.rmsNorm(stream, finalNorm, normalised, epsilon);
        return head.apply(normalised);
    }

    /** One layer's share of {@link #logits}. */
    void mix(int layer, float[] stream, float[] normalised, DecoderState state) {
        Block block = blocks.get(layer);
        VectorArithmetic.rmsNorm(stream, block.norm(), normalised, epsilon);
        block.mixer().addTo(stream, normalised, state);
    }
}
