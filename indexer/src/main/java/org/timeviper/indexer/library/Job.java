package org.timeviper.indexer.library;

import java.time.Instant;
import org.timeviper.api.JobState;
import org.timeviper.api.ProblemCode;

/**
 * An indexing job as the library keeps it.
 *
 * @param id identity, a UUID
 * @param videoId the video
 * @param state how it stands
 * @param step the step under way, or the last one
 * @param percent share of the work done, 0 to 100
 * @param remainingSeconds estimate; null while unknown
 * @param problem why it failed; null otherwise
 * @param problemCode the same for programs; null where there is none
 * @param createdAt when it was queued
 * @param updatedAt when any of this last changed
 */
public record Job(
        String id,
        String videoId,
        JobState state,
        String step,
        double percent,
        Double remainingSeconds,
        String problem,
        ProblemCode problemCode,
        Instant createdAt,
        Instant updatedAt) {}
