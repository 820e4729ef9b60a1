package org.timeviper.model.decoder;

import org.timeviper.model.vector.Numbers;

/**
 * What a Mamba layer remembers of sequences, where it lies, to go on there; one sequence behind the other.
 *
 * @param convolution (sequences, kernel-1, channels)
 * @param ssm (sequences, heads, headDim, state)
 */
record MambaInPlace(Numbers convolution, Numbers ssm) {}
