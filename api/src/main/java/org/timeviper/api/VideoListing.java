package org.timeviper.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.List;

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
 * @param createdFrom only videos that came at this time or later: a date ({@code 2026-05-01}) or a time with its offset
 * @param createdTo only videos that came before this time; a date counts as a whole
 * @param minDuration only videos of at least so many seconds
 * @param maxDuration only videos of at most so many seconds; a film that is not looked into yet has no length, and is not listed
 * @param model only videos that a model of this name, or with this fingerprint, has described
 * @param stale {@code true}: only videos that can be searched and were described by another model than the present one, or it is not known by which; {@code false}: only those
 *     that the present one has described
 */
public record VideoListing(
        @QueryParam("from") @DefaultValue("0") @Min(0) int from,

        @QueryParam("size") @DefaultValue("50") @Min(1) @Max(500)
        int size,

        @QueryParam("sort") @DefaultValue("-created") String sort,
        @QueryParam("name") @Size(max = 255) String name,
        @QueryParam("state") String state,
        @QueryParam("collection") List<String> collections,
        @QueryParam("tag") List<String> tags,
        @QueryParam("language") List<String> languages,
        @QueryParam("createdFrom") String createdFrom,
        @QueryParam("createdTo") String createdTo,
        @QueryParam("minDuration") @PositiveOrZero Double minDuration,
        @QueryParam("maxDuration") @PositiveOrZero Double maxDuration,
        @QueryParam("model") @Size(max = 255) String model,
        @QueryParam("stale") String stale) {}
