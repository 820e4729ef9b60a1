package org.timeviper.indexer.evaluation.dataset;

/** A benchmark's data cannot be read. The message names the file, the line where one can be told, and what to do. */
public final class UnreadableDataset extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableDataset(String message) {
        super(message);
    }

    UnreadableDataset(String message, Throwable cause) {
        super(message, cause);
    }
}
