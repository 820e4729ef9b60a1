package org.timeviper.indexer.fetch;

import org.timeviper.api.ProblemCode;

/** A film that cannot be imported from its address, and could not be on another try either. The message names the address and says what to do, and is fit to be shown to a person. */
public final class Unfetchable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemCode code;

    /**
     * @param code what is wrong, for programs
     * @param message the same for a person
     */
    public Unfetchable(ProblemCode code, String message) {
        super(message);
        this.code = code;
    }

    /** @return what is wrong, for programs */
    public ProblemCode code() {
        return code;
    }
}
