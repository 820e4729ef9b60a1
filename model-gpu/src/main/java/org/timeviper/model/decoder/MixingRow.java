package org.timeviper.model.decoder;

import org.timeviper.model.config.LayerKind;

/**
 * How one token weighs those before it, and itself, in every head of a layer.
 *
 * @param layer from 0
 * @param kind {@link LayerKind#ATTENTION}: rows of the softmax; {@link LayerKind#MAMBA}: rows of the matrix M of {@code y = M·x + D·x},
 *     whose weights may be negative and sum to anything
 * @param tokens which tokens the layer has
 * @param number which token of the answer was chosen here, from 0: at 0 stands the prompt's last token, at 1 the answer's first
 * @param heads number of heads
 * @param weights head by head, {@link #length()} each; not copied
 */
public record MixingRow(int layer, LayerKind kind, TokenLayout tokens, int number, int heads, float[] weights) {

    /** Tokens that are weighed, the token itself counted. */
    public int length() {
        return tokens.prompt() + number;
    }

    /** How much a head weighs one of the layer's tokens, from 0. */
    public float weight(int head, int token) {
        return weights[head * length() + token];
    }
}
