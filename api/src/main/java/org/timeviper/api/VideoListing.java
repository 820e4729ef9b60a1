package org.timeviper.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/**
 * Query parameters that say which of the library's videos are listed, and in which order. Every one that is given must hold. An empty one counts as not given.
 *
 * @param from how many videos are passed over
 * @param size how many videos are listed at most
 * @param sort {@code created}, {@code name} or {@code duration}, upwards; with a minus before it, downwards
 * @param name only videos whose name holds this, whatever the case of letters
 * @param state only videos in this state: {@code INDEXING}, {@code READY}, {@code FAILED} or {@code CANCELLED}
 * @param collections {@code collection}, repeatable: only videos of any of these collections
 * @param tags {@code tag}, repeatable: only videos that have all of these tags
 * @param languages {@code language}, repeatable: only videos in any of these languages, BCP 47 tags
 * @param metadata {@code meta}, repeatable: {@code key:value}, only videos with one of the values that are given for each key of their metadata
 * @param createdFrom only videos that came at this time or later: a date ({@code 2026-05-01}) or a time with its offset
 * @param createdTo only videos that came before this time; a date counts as a whole
 * @param minDuration only videos of at least so many seconds
 * @param maxDuration only videos of at most so many seconds; a film that is not looked into yet has no length, and is not listed
 * @param model only videos that a model of this name, or with this fingerprint, has described
 * @param stale {@code true}: only videos that can be searched and were described by another model than the present one, or it is not known by which; {@code false}: only those
 *     that the present one has described
 */
public record VideoListing(
        @Parameter(description = "How many videos are passed over.") @QueryParam("from") @DefaultValue("0") @Min(0)
        int from,

        @Parameter(description = "How many videos are listed at most.")
        @QueryParam("size")
        @DefaultValue("50")
        @Min(1)
        @Max(500)
        int size,

        @Parameter(description = "created, name or duration, upwards; with a minus before it, downwards.")
        @QueryParam("sort")
        @DefaultValue("-created")
        String sort,

        @Parameter(description = "Only videos whose name holds this, whatever the case of letters.")
        @QueryParam("name")
        @Size(max = 255)
        String name,

        @Parameter(description = "Only videos in this state: INDEXING, READY, FAILED or CANCELLED.")
        @QueryParam("state")
        String state,

        @Parameter(description = "Only videos of this collection; given more than once, of any of them.")
        @QueryParam("collection")
        List<String> collections,

        @Parameter(description = "Only videos with this tag; given more than once, with all of them.")
        @QueryParam("tag")
        List<String> tags,

        @Parameter(description = "Only videos in this language, a BCP 47 tag; given more than once, in any of them.")
        @QueryParam("language")
        List<String> languages,

        @BeanParam MetadataFilter metadata,

        @Parameter(
                description =
                        "Only videos that came at this time or later: a date (2026-05-01) or a time with its offset.")
        @QueryParam("createdFrom")
        String createdFrom,

        @Parameter(description = "Only videos that came before this time; a date counts as a whole.")
        @QueryParam("createdTo")
        String createdTo,

        @Parameter(description = "Only videos of at least so many seconds.") @QueryParam("minDuration") @PositiveOrZero
        Double minDuration,

        @Parameter(
                description =
                        "Only videos of at most so many seconds. A film that is not looked into yet has no length, and is not listed.")
        @QueryParam("maxDuration")
        @PositiveOrZero
        Double maxDuration,

        @Parameter(description = "Only videos that a model of this name, or with this fingerprint, has described.")
        @QueryParam("model")
        @Size(max = 255)
        String model,

        @Parameter(
                description =
                        "true: only videos that can be searched and were described by another model than the present one, or it is not known by which; false: only those that the present one has described.")
        @QueryParam("stale")
        String stale) {}
