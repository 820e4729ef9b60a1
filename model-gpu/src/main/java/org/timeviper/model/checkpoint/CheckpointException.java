package org.timeviper.model.checkpoint;

import org.timeviper.model.config.ModelException;

/** A checkpoint that cannot be used; the message names the file and the tensor, and says what was expected. */
public final class CheckpointException extends ModelException {
    private static final long serialVersionUID = 1L;

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
