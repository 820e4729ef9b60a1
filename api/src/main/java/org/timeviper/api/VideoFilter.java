package org.timeviper.api;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/**
 * Query parameters that say which videos may answer, and which of their scenes. Every one that is given must hold. An empty one counts as not given. Collections,
 * tags and metadata are compared letter by letter, case included.
 *
 * @param video only this video
 * @param collections {@code collection}, repeatable: only videos of any of these collections
 * @param tags {@code tag}, repeatable: only videos that have all of these tags
 * @param languages {@code language}, repeatable: only videos in any of these languages, BCP 47 tags; {@code en} does not stand for {@code en-GB}
 * @param metadata {@code meta}, repeatable: {@code key:value}, only videos with one of the values that are given for each key of their metadata
 * @param from only videos that came at this time or later: a date ({@code 2026-05-01}: from its first moment, UTC) or a time with its offset ({@code
 *     2026-05-01T10:00:00Z})
 * @param to only videos that came before this time; a date counts as a whole (UTC), so that {@code from} and {@code to} of one date mean that day
 * @param minDuration only videos of at least so many seconds
 * @param maxDuration only videos of at most so many seconds
 * @param minConfidence only scenes and events of whose caption the model is at least so sure: 0 to 1, the {@code confidence} of moments and scenes
 */
public record VideoFilter(
        @Parameter(description = "Only this video, by its identity.") @QueryParam("video")
        String video,

        @Parameter(description = "Only videos of this collection; given more than once, of any of them.")
        @QueryParam("collection")
        List<String> collections,

        @Parameter(description = "Only videos with this tag; given more than once, with all of them.")
        @QueryParam("tag")
        List<String> tags,

        @Parameter(
                description =
                        "Only videos in this language, a BCP 47 tag; given more than once, in any of them. 'en' does not stand for 'en-GB'.")
        @QueryParam("language")
        List<String> languages,

        @BeanParam MetadataFilter metadata,

        @Parameter(
                description =
                        "Only videos that came at this time or later: a date (2026-05-01, UTC) or a time with its offset (2026-05-01T10:00:00Z).")
        @QueryParam("from")
        String from,

        @Parameter(description = "Only videos that came before this time; a date counts as a whole (UTC).")
        @QueryParam("to")
        String to,

        @Parameter(description = "Only videos of at least so many seconds.") @QueryParam("minDuration")
        Double minDuration,

        @Parameter(description = "Only videos of at most so many seconds.") @QueryParam("maxDuration")
        Double maxDuration,

        @Parameter(description = "Only scenes and events of whose caption the model is at least so sure, 0 to 1.")
        @QueryParam("minConfidence")
        Double minConfidence) {}
