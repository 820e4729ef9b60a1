package org.timeviper.indexer.http;

/** There is nothing at this address; the message names what was looked for. */
public final class NotFound extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotFound(String message) {
        super(message);
    }
}
