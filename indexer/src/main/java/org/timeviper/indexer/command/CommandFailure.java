package org.timeviper.indexer.command;

/** A command cannot do what was asked. The message is for a person: it names the input and says what to do. */
final class CommandFailure extends RuntimeException {

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
