package org.timeviper.indexer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.timeviper.indexer.evaluation.dataset.UnreadableDataset;
import org.timeviper.indexer.evaluation.run.UnusableResults;
import org.timeviper.indexer.media.UnreadableMedia;
import org.timeviper.model.checkpoint.CheckpointException;
import org.timeviper.model.config.ModelException;

/** Says in words what failed. What we did not foresee goes with its stack trace into the log, and only its message to the terminal. */
final class Failures {

    private Failures() {}

    static String inWords(Exception problem) {
        if (problem instanceof CommandFailure
                || problem instanceof UnreadableMedia
                || problem instanceof ModelException
                || problem instanceof CheckpointException
                || problem instanceof UnreadableDataset
                || problem instanceof UnusableResults) {
            return problem.getMessage();
        }
        String said = problem.getMessage() == null
                ? ""
                : ": " + problem.getMessage().lines().findFirst().orElse("");
        String sentence = "this should not have happened (" + problem.getClass().getSimpleName() + said + ").";
        Path log = DataFolder.locate(null, System.getenv()).logFile();
        return recorded(problem, log) ? sentence + "\n  The details are in " + log : sentence;
    }

    private static boolean recorded(Exception problem, Path log) {
        try {
            Files.createDirectories(log.getParent());
            try (PrintWriter file = new PrintWriter(
                    Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
                file.println(Instant.now() + " a command failed");
                problem.printStackTrace(file);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
