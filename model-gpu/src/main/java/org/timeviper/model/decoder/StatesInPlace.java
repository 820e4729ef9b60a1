package org.timeviper.model.decoder;

import java.util.function.IntFunction;

/**
 * What sequences have left behind in every layer, one sequence or those of a batch, where it lies in the processor's memory: Java's own arithmetic goes on there.
 *
 * @param size how many sequences
 * @param mamba of the Mamba layer of that number
 * @param caches of the attention layer of that number
 */
record StatesInPlace(int size, IntFunction<MambaInPlace> mamba, IntFunction<CachesInPlace> caches) {}
