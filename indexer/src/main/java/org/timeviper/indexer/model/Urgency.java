package org.timeviper.indexer.model;

/** Who waits for the model. */
public enum Urgency {
    /** A person waits for an answer. */
    QUESTION,
    /** A film is being indexed. */
    INDEXING
}
