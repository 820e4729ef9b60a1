package org.timeviper.indexer.command;

import org.jboss.logging.Logger;
import org.timeviper.indexer.media.UnreadableMedia;
import org.timeviper.model.checkpoint.CheckpointException;
import org.timeviper.model.config.ModelException;

/** Says in words what failed. What we did not foresee goes into the log with its stack trace, and only its message to the terminal. */
final class Failures {

    private static final Logger LOG = Logger.getLogger("org.timeviper.indexer.command");

    private Failures() {}

    static String inWords(Exception problem) {
        if (problem instanceof CommandFailure
                || problem instanceof UnreadableMedia
                || problem instanceof ModelException
                || problem instanceof CheckpointException) {
            return problem.getMessage();
        }
        LOG.error("A command failed", problem);
        String message = problem.getMessage() == null ? "" : " (" + problem.getMessage() + ")";
        return "this should not have happened: " + problem.getClass().getSimpleName() + message;
    }
}
