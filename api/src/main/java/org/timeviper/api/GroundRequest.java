package org.timeviper.api;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * A description whose span in a video is wanted.
 *
 * @param description what to find, at most 2,000 characters
 */
public record GroundRequest(@NotBlank @Size(max = 2000) String description) {}
