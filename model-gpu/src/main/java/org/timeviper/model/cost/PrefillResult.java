package org.timeviper.model.cost;

/**
 * What was measured. Of several prefills it is the one whose time is in the middle, and what came behind it.
 *
 * @param keptTokens visual tokens that were left behind the last layer
 * @param visionMillis all frames, from reading their pictures to their embeddings, milliseconds
 * @param prefillMillis the whole prompt, text and frames, milliseconds
 * @param prefillProcessorMillis what the process had of all processors meanwhile, milliseconds: hardly more on a machine that others use too
 * @param mambaMillis of prefillMillis in Mamba-2 layers
 * @param attentionMillis of it in attention layers
 * @param mlpMillis of it in feed-forward layers
 * @param droppingMillis of it in choosing tokens to drop, and in remembering what they hold
 * @param decodeMillisPerToken one token of the answer behind it, milliseconds
 * @param loadedBytes resident memory of the process when the model was loaded and had run on a few frames; null where the system does not
 *     tell
 * @param peakBytes the most that was ever resident; null likewise
 * @param cardBytes the most that the process had of a card's memory, its context included; null on a processor, and where the card's driver does not tell
 */
public record PrefillResult(
        long keptTokens,
        double visionMillis,
        double prefillMillis,
        double prefillProcessorMillis,
        double mambaMillis,
        double attentionMillis,
        double mlpMillis,
        double droppingMillis,
        double decodeMillisPerToken,
        Long loadedBytes,
        Long peakBytes,
        Long cardBytes) {}
