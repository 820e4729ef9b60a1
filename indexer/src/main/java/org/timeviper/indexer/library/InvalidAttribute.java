package org.timeviper.indexer.library;

import java.util.Map;
import org.timeviper.api.ProblemCode;

/** Something said of a video that cannot be taken; the message names it and says what is taken. */
public final class InvalidAttribute extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final transient Map<String, Object> parameters;

    InvalidAttribute(ProblemCode code, Map<String, Object> parameters, String message) {
        super(message);
        this.code = code;
        this.parameters = parameters;
    }

    /** @return what is wrong, for programs */
    public ProblemCode code() {
        return code;
    }

    /** @return the code's parameters */
    public Map<String, Object> parameters() {
        return parameters;
    }
}
