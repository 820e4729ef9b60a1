package org.timeviper.api;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;

/**
 * A span of a video that a question is about.
 *
 * @param video the video's identity
 * @param start first second
 * @param end last second
 */
public record HitRef(
        @NotBlank String video,
        @PositiveOrZero double start,
        @PositiveOrZero double end) {}
