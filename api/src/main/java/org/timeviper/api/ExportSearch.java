package org.timeviper.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A search whose moments are to be exported. What is looked for is given as {@code q} or as {@code query}.
 *
 * @param q words or an expression, at most 1,000 characters, as {@link SearchResource#search} takes it
 * @param query the same as a tree, as {@link SearchRequest} takes it
 * @param size how many moments at most; null for 50
 * @param filter which videos and scenes may answer; null for all
 * @param verify whether the model takes a look at the best hits before they are called confident
 */
public record ExportSearch(
        @Schema(description = "Words, or an expression of things and how they stand in time.") @Size(max = 1000)
        String q,

        @Schema(description = "What is looked for as a tree, in place of 'q'.") @Valid
        QueryExpression query,

        @Schema(description = "How many moments at most; 50 unless given.") @Min(1) @Max(1000)
        Integer size,

        @Valid VideoFilter filter,

        @Schema(
                description =
                        "Whether the model takes a look at the best hits before they are called confident; that takes seconds.")
        boolean verify) {}
