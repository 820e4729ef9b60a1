package org.timeviper.api;

/** How a resumable upload stands. */
public enum UploadState {
    /** More of it is to come. */
    RECEIVING,
    /** All of it has come; it is looked into and taken into the library. */
    FINISHING,
    /** It is a video of the library. */
    ACCEPTED,
    /** It is no film that can be used; nothing of it is kept. */
    REFUSED
}
