package org.timeviper.indexer.evaluation.metric;

/** The judge gave no answer; the message names its address, says why and what to do. It never holds the key. */
public final class JudgeFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JudgeFailure(String message) {
        super(message);
    }

    JudgeFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
