package org.timeviper.indexer.library;

import java.time.Instant;
import org.timeviper.api.JobState;
import org.timeviper.api.ProblemCode;

/**
 * That a job has ended, for somebody who is to be told.
 *
 * @param id identity, a UUID
 * @param jobId the job
 * @param videoId the job's video
 * @param videoName what people call the video
 * @param state how the job ended
 * @param problem why it failed or was cancelled; null when it is done
 * @param problemCode the same for programs; null where there is none
 * @param endedAt when it ended
 * @param tries how often it was told in vain
 */
public record JobMessage(
        String id,
        String jobId,
        String videoId,
        String videoName,
        JobState state,
        String problem,
        ProblemCode problemCode,
        Instant endedAt,
        int tries) {}
