package org.timeviper.model;

import java.util.function.BooleanSupplier;
import org.timeviper.model.generation.GenerationOptions;
import org.timeviper.model.generation.TokenListener;

/**
 * What is said to the model about frames, and how it is to answer.
 *
 * @param instruction what the user says after the frames
 * @param lead the first words of the answer, put into the model's mouth; empty for none. Not part of the returned text
 * @param options length, sampling, cancellation
 * @param listener hears the text as it is generated
 */
public record Prompt(String instruction, String lead, GenerationOptions options, TokenListener listener) {

    /** The same, but also cancelled by another. */
    Prompt endedBy(BooleanSupplier other) {
        BooleanSupplier ends = () -> other.getAsBoolean() || options.cancelled().getAsBoolean();
        return new Prompt(
                instruction, lead, new GenerationOptions(options.maxTokens(), options.sampling(), ends), listener);
    }
}
