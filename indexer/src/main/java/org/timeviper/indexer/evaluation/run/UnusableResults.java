package org.timeviper.indexer.evaluation.run;

/** A file of answers cannot be gone on with. The message names it and says what to do. */
public final class UnusableResults extends RuntimeException {

    UnusableResults(String message) {
        super(message);
    }

    UnusableResults(String message, Throwable cause) {
        super(message, cause);
    }
}
