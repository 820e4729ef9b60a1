package org.timeviper.indexer.export.marker;

/** What is asked for cannot be said in the format that is asked for. The message names what is in the way and says what to do, and is fit to be shown to a person. */
public final class Unexportable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message a sentence for a person */
    public Unexportable(String message) {
        super(message);
    }
}
