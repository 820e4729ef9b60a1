package org.timeviper.model.decoder;

import org.timeviper.model.vector.Numbers;

/**
 * What goes into and comes out of the middle of a Mamba layer.
 *
 * @param projected (tokens, inner + convolved): gate | x, B, C
 * @param dt (tokens, heads)
 * @param convolution (kernel-1, convolved), goes on
 * @param ssm (heads, headDim, state), goes on
 * @param mixed (tokens, inner), written
 */
record VectorMambaTokens(Numbers projected, float[] dt, Numbers convolution, Numbers ssm, Numbers mixed) {}
