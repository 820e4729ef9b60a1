package org.timeviper.api;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;

/**
 * A span of a video that is to be exported.
 *
 * @param video the video's identity
 * @param start first second; taken to the nearest frame
 * @param end last second; taken to the nearest frame
 * @param label what it is to be called; null or blank for what the library says of its scene
 */
public record ExportSpan(
        @NotBlank String video,
        @PositiveOrZero double start,
        @PositiveOrZero double end,
        @Size(max = 2000) String label) {}
