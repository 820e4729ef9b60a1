package org.timeviper.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * A question about footage.
 *
 * @param question the question, at most 2,000 characters
 * @param hits the spans to look at; null or empty for the whole library, of which the best moments are chosen
 */
public record AskRequest(
        @NotBlank @Size(max = 2000) String question,
        @Size(max = 20) List<@NotNull @Valid HitRef> hits) {}
