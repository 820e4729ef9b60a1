package org.timeviper.api;

/** How a job stands. */
public enum JobState {
    QUEUED,
    RUNNING,
    DONE,
    FAILED;

    /** @return whether nothing more will happen to the job */
    public boolean ended() {
        return this == DONE || this == FAILED;
    }
}
