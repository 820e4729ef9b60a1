package org.timeviper.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A search as JSON.
 *
 * @param query what is looked for
 * @param size how many moments at most; null for 10
 * @param cursor what the page before gave as {@code next}; null for the first page
 * @param filter which videos and scenes may answer; null for all. As JSON its parts are called {@code video}, {@code collections}, {@code tags}, {@code languages}, {@code
 *     metadata} (a key with the values of which one must hold), {@code from}, {@code to}, {@code minDuration}, {@code maxDuration} and {@code minConfidence}
 * @param verify whether the model takes a look at the best hits before they are called confident
 * @param facets whether the answer also counts what the search can be narrowed down by
 */
@Schema(
        description = "A search: what is looked for, as a tree, and which videos and scenes may answer.",
        examples = "{\"query\":{\"then\":{\"first\":{\"words\":\"red car\"},\"second\":{\"words\":\"white car\"},"
                + "\"withinSeconds\":10}},\"filter\":{\"tags\":[\"street\"]},\"size\":5}")
public record SearchRequest(
        @NotNull @Valid QueryExpression query,
        @Min(1) @Max(100) Integer size,
        @Size(max = 100) String cursor,
        @Valid VideoFilter filter,
        boolean verify,
        boolean facets) {}
