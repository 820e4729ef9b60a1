package org.timeviper.api;

import java.time.Instant;

/**
 * An indexing job as it stands.
 *
 * @param id identity, a UUID
 * @param videoId the video that is indexed
 * @param state how it stands
 * @param step the step under way, or the last one: fetch, probe, sample, describe, ground, embed, publish
 * @param percent share of the work that is done, 0 to 100
 * @param remainingSeconds estimated seconds until it is done; null while unknown
 * @param problem why it failed; null otherwise
 * @param problemCode the same for programs: a {@link ProblemCode}'s code; null for none
 * @param createdAt when it was queued
 * @param updatedAt when any of this last changed
 */
public record JobView(
        String id,
        String videoId,
        JobState state,
        String step,
        double percent,
        Double remainingSeconds,
        String problem,
        String problemCode,
        Instant createdAt,
        Instant updatedAt) {}
