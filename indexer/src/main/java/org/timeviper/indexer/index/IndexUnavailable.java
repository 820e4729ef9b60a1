package org.timeviper.indexer.index;

/** The index cannot be read or written now; the message says where it lies and what to do. */
public final class IndexUnavailable extends RuntimeException {

    public IndexUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
