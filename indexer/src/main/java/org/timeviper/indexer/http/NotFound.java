package org.timeviper.indexer.http;

import org.timeviper.api.ProblemCode;

/** There is nothing at this address; the message names what was looked for. */
public final class NotFound extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemCode code;

    /**
     * @param code what is wrong, for programs
     * @param message the same, a sentence for a person
     */
    NotFound(ProblemCode code, String message) {
        super(message);
        this.code = code;
    }

    ProblemCode code() {
        return code;
    }
}
