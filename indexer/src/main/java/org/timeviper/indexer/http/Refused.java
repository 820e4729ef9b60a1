package org.timeviper.indexer.http;

/** A request that is understood and not carried out: its status, the kind of problem, and a sentence that says what to do. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;

    /**
     * @param status the HTTP status
     * @param title the kind of problem in words
     * @param detail names the input and says what to do
     */
    public Refused(int status, String title, String detail) {
        super(detail);
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }
}
