package org.timeviper.api;

import java.time.Instant;

/**
 * What a webhook is told when a job ends. It comes by {@code POST} as JSON, signed as <a href="https://www.standardwebhooks.com">Standard Webhooks</a> are: {@code
 * webhook-id} is the message's own, the same at each try; {@code webhook-timestamp} is the second of the try; {@code webhook-signature} is {@code v1,} and the Base64 of the
 * HMAC-SHA256, by the secret, over {@code id.timestamp.body}. A message may come twice, and later than one that was sent after it.
 *
 * @param type {@code job.done}, {@code job.failed} or {@code job.cancelled}
 * @param timestamp when the job ended
 * @param data the job
 */
public record JobEnded(String type, Instant timestamp, Ended data) {

    /**
     * A job that has ended.
     *
     * @param job its identity: {@code GET /v1/jobs/{job}}
     * @param video its video's: {@code GET /v1/videos/{video}}
     * @param name what people call the video
     * @param state how the job ended; it may have been retried since
     * @param problem why it failed or was cancelled; null when it is done
     * @param problemCode the same for programs: a {@link ProblemCode}'s code; null when it is done, or ended before this was told
     */
    public record Ended(String job, String video, String name, JobState state, String problem, String problemCode) {}
}
