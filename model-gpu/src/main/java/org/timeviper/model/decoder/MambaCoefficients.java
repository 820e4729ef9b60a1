package org.timeviper.model.decoder;

import org.timeviper.model.config.DecoderConfig;

/**
 * The numbers of a Mamba layer that are not matrices, as its arithmetic on the processor reads them.
 *
 * @param stepBias of each head's time step
 * @param taps of the convolution, (kernel, channels)
 * @param tapsBias of each channel
 * @param a of each head, negative
 * @param d of each head
 * @param norm of each channel of x
 */
record MambaCoefficients(float[] stepBias, float[] taps, float[] tapsBias, float[] a, float[] d, float[] norm) {

    /**
     * As a checkpoint holds them.
     *
     * @param convolution (channels, 1, kernel)
     * @param logA logarithms of -a
     */
    static MambaCoefficients of(
            DecoderConfig.Mamba sizes,
            float[] stepBias,
            float[] convolution,
            float[] convolutionBias,
            float[] logA,
            float[] d,
            float[] norm) {
        float[] taps = new float[convolution.length];
        for (int i = 0; i < convolution.length; i++) {
            taps[i % sizes.convolution() * sizes.convolved() + i / sizes.convolution()] = convolution[i];
        }
        float[] a = new float[logA.length];
        for (int head = 0; head < a.length; head++) {
            a[head] = (float) -Math.exp(logA[head]);
        }
        return new MambaCoefficients(stepBias, taps, convolutionBias, a, d, norm);
    }
}
