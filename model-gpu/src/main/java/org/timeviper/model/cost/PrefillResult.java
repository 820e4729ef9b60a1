package org.timeviper.model.cost;

/**
 * What was measured.
 *
 * @param visionTokens visual tokens that went in
 * @param keptTokens those that were left behind the last layer
 * @param prefillMillis the whole prompt, text and frames: the median, milliseconds
 * @param decodeMillisPerToken one token of the answer behind it: the median over the prefills, milliseconds
 * @param loadedBytes resident memory of the process when the model and its input were loaded and had run on a few frames; null where the
 *     system does not tell
 * @param peakBytes the most that was ever resident; null likewise
 */
public record PrefillResult(
        long visionTokens,
        long keptTokens,
        double prefillMillis,
        double decodeMillisPerToken,
        Long loadedBytes,
        Long peakBytes) {}
