package org.timeviper.indexer.pipeline;

import java.util.concurrent.CancellationException;
import org.timeviper.indexer.library.Job;

/**
 * What is done of a job, in two parts that take turns of their own: one waits for other servers, the other needs this machine.
 *
 * <p>An {@link org.timeviper.indexer.media.UnreadableMedia}, an {@link org.timeviper.indexer.fetch.Unfetchable} or a {@link
 * org.timeviper.model.config.ModelException} ends the job, as another try would meet it again; an {@link org.timeviper.indexer.index.IndexUnavailable} is waited out for as
 * long as it takes; every other failure is tried again.
 */
@FunctionalInterface
public interface JobWork {

    /**
     * Runs a job whose film is there, and ends it.
     *
     * @throws CancellationException when the job was cancelled or its video deleted meanwhile
     */
    void run(Job job);

    /**
     * Brings a job's film, so that the library knows no source of it any more.
     *
     * @throws CancellationException when the job was cancelled or its video deleted meanwhile
     */
    default void fetch(Job job) {
        throw new UnsupportedOperationException("job " + job.id() + " has a film to bring, which nobody does here");
    }

    /** The service ends: gives up what is under way as soon as that can be, each with a {@link CancellationException}. What is stored of it by then is gone on from. */
    default void end() {}
}
