package org.timeviper.indexer.library;

/** Something said of a video that cannot be taken; the message names it and says what is taken. */
public final class InvalidAttribute extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    InvalidAttribute(String message) {
        super(message);
    }
}
