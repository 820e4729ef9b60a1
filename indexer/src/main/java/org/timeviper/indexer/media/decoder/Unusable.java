package org.timeviper.indexer.media.decoder;

import org.timeviper.indexer.media.UnreadableMedia.Kind;

/** A film that cannot be used. The message is a sentence without its subject, the film's name, which only the caller's process knows. */
final class Unusable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** @param message goes on after the film's name: {@code is cut off: upload the whole file again} */
    Unusable(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
