package org.timeviper.model.generation;

import org.timeviper.model.decoder.Prefilled;

/**
 * A prompt that waits for its answer.
 *
 * @param prompt that has been read
 * @param options of this answer
 * @param listener hears exactly the text that is returned; see {@link TokenListener}
 */
public record Asked(Prefilled prompt, GenerationOptions options, TokenListener listener) {}
