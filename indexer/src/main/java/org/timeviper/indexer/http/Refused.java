package org.timeviper.indexer.http;

/** A request that is understood and not carried out: its status, the kind of problem, and a sentence that says what to do. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final int retrySeconds;

    /**
     * @param status the HTTP status
     * @param title the kind of problem in words
     * @param detail names the input and says what to do
     */
    public Refused(int status, String title, String detail) {
        this(status, title, detail, 0);
    }

    /**
     * As above, of a request that may be carried out later.
     *
     * @param retrySeconds after how many seconds it is worth another try
     */
    Refused(int status, String title, String detail, int retrySeconds) {
        super(detail);
        this.status = status;
        this.title = title;
        this.retrySeconds = retrySeconds;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** @return 0 if another try is of no use */
    int retrySeconds() {
        return retrySeconds;
    }
}
