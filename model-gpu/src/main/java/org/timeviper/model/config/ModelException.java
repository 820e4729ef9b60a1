package org.timeviper.model.config;

/** A model cannot be loaded or run as asked. The message names the file, key, tensor or device, and says what to do. */
public class ModelException extends RuntimeException {

    /** @param message what is wrong and what to do, fit to be shown to a person */
    public ModelException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong and what to do, fit to be shown to a person
     * @param cause what the system said
     */
    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
