package org.timeviper.api;

/** How a job stands. */
public enum JobState {
    /** It waits for its turn. */
    QUEUED,
    /** It is under way. */
    RUNNING,
    /** It went well. */
    DONE,
    /** It ended, and the job's {@code problem} says why; it can be retried. */
    FAILED,
    /** Somebody has ended it; it can be retried, and goes on where it was. */
    CANCELLED;

    /** @return whether nothing more will happen to the job by itself */
    public boolean ended() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }
}
