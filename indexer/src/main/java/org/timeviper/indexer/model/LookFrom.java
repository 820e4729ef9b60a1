package org.timeviper.indexer.model;

/** What was there of a stretch of film when the model was to look at it, and so need not be done again. */
public enum LookFrom {
    /** A session in memory: the next prompt costs its own text, and what depends on it. */
    SESSION,
    /** The state behind the frames, on disk: it is read, and then costs no more than that. */
    STATE,
    /** The visual embeddings of the frames, on disk or in open sessions: no picture is read or encoded, but the frames are prefilled. */
    EMBEDDINGS,
    /** Of some frames at least, only the pictures. */
    PICTURES
}
