package org.timeviper.indexer.http;

import org.timeviper.api.ProblemCode;

/** A request that is understood and not carried out: its status, the kind of problem, and a sentence that says what to do. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final ProblemCode code;
    private final int retrySeconds;

    /**
     * @param status the HTTP status
     * @param title the kind of problem in words
     * @param detail names the input and says what to do
     */
    public Refused(int status, String title, String detail) {
        this(status, title, null, detail, 0);
    }

    /**
     * As above, of a problem that programs tell apart.
     *
     * @param code what is wrong
     */
    public Refused(int status, String title, ProblemCode code, String detail) {
        this(status, title, code, detail, 0);
    }

    /**
     * As above, of a request that may be carried out later.
     *
     * @param retrySeconds after how many seconds it is worth another try
     */
    Refused(int status, String title, ProblemCode code, String detail, int retrySeconds) {
        super(detail);
        this.status = status;
        this.title = title;
        this.code = code;
        this.retrySeconds = retrySeconds;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** @return what is wrong, for programs; null for what a program should not have asked at all */
    ProblemCode code() {
        return code;
    }

    /** @return 0 if another try is of no use */
    int retrySeconds() {
        return retrySeconds;
    }
}
