package org.timeviper.api;

/** How far a video's indexing is. */
public enum VideoState {
    /** Stored, its job not yet finished. */
    INDEXING,
    /** Searchable. */
    READY,
    /** Its job has failed for good; the video's {@code problem} says why. */
    FAILED,
    /** Its job was cancelled before it was searchable. */
    CANCELLED
}
