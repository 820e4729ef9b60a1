package org.timeviper.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * A search whose moments are to be exported.
 *
 * @param q words, at most 1,000 characters
 * @param size how many moments at most; null for 50
 * @param filter which videos may answer; null for all
 */
public record ExportSearch(
        @NotBlank @Size(max = 1000) String q,
        @Min(1) @Max(100) Integer size,
        VideoFilter filter) {}
