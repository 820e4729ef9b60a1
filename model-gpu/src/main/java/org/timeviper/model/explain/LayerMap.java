package org.timeviper.model.explain;

import org.timeviper.model.config.LayerKind;

/**
 * How each token of a prompt weighs those before it, in every head of one layer: rows sum to 1, weights are not negative, and no token
 * weighs a later one.
 *
 * @param layer from 0
 * @param kind {@link LayerKind#ATTENTION}: softmax rows; {@link LayerKind#MAMBA}: |M| by rows
 * @param heads number of heads
 * @param tokens rows and columns of a head's map
 * @param weights head by head, row by row
 */
public record LayerMap(int layer, LayerKind kind, int heads, int tokens, float[] weights) {

    /** How much a token weighs an earlier one (or itself) in a head. */
    public float weight(int head, int token, int earlier) {
        return weights[(head * tokens + token) * tokens + earlier];
    }

    /** The mean over heads of how much a token weighs a stretch of tokens: between 0 and 1. */
    public double share(int token, int from, int to) {
        double sum = 0;
        for (int head = 0; head < heads; head++) {
            for (int earlier = from; earlier < to; earlier++) {
                sum += weight(head, token, earlier);
            }
        }
        return sum / heads;
    }
}
