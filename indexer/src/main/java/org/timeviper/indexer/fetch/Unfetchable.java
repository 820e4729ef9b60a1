package org.timeviper.indexer.fetch;

/** A film that cannot be imported from its address, and could not be on another try either. The message names the address and says what to do, and is fit to be shown to a person. */
public final class Unfetchable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Unfetchable(String message) {
        super(message);
    }
}
