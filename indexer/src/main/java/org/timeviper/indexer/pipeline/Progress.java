package org.timeviper.indexer.pipeline;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.timeviper.indexer.fetch.FetchProgress;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.media.SampleProgress;

/**
 * A job's progress as the library shows it, with an estimate of what remains from the pace since this run began. Written at most some times a second. By the same way comes
 * back whether the job is to go on: whoever cancels it, or deletes its video, may do so on another node.
 */
final class Progress {

    private static final long PAUSE_NANOS = 250_000_000L;
    private static final long ASKED_NANOS = 500_000_000L;

    private final Library library;
    private final String jobId;
    private final boolean fetches;
    private final BooleanSupplier ending;
    private final long begun = System.nanoTime();
    private double percentAtStart = -1;
    private long told;
    private Step step;
    private long asked = begun;
    private boolean cancelled;

    /**
     * @param fetches whether the film has to be brought first
     * @param ending whether the service ends, and the job is to go on when it starts again
     */
    Progress(Library library, String jobId, boolean fetches, BooleanSupplier ending) {
        this.library = library;
        this.jobId = jobId;
        this.fetches = fetches;
        this.ending = ending;
    }

    /** @throws CancellationException if the job is to end */
    void at(Step now, double done) {
        if (ending.getAsBoolean()) {
            throw new CancellationException("job " + jobId + " goes on when the service starts again");
        }
        double percent = now.percent(done, fetches);
        if (percentAtStart < 0) {
            percentAtStart = percent;
        }
        long time = System.nanoTime();
        if (now == step && time - told < PAUSE_NANOS) {
            return;
        }
        step = now;
        told = time;
        if (!library.progress(jobId, now.title(), percent, remaining(percent, (time - begun) / 1e9))) {
            throw new CancellationException("job " + jobId + " was cancelled");
        }
    }

    /** For those who ask often, also from another thread. @return whether the job is to end */
    synchronized boolean cancelled() {
        if (ending.getAsBoolean()) {
            return true;
        }
        if (!cancelled && System.nanoTime() - asked > ASKED_NANOS) {
            cancelled = library.job(jobId).map(job -> job.state().ended()).orElse(true);
            asked = System.nanoTime();
        }
        return cancelled;
    }

    /** @return tells how much of a film is decoded */
    SampleProgress ofSampling() {
        return new SampleProgress() {
            @Override
            public void decoded(double seconds, double ofSeconds) {
                at(Step.SAMPLE, ofSeconds > 0 ? seconds / ofSeconds : 0);
            }

            @Override
            public boolean cancelled() {
                return Progress.this.cancelled();
            }
        };
    }

    /** @return tells how much of a film has come */
    FetchProgress ofFetching() {
        return new FetchProgress() {
            @Override
            public void received(long bytes, long ofBytes) {
                at(Step.FETCH, ofBytes > 0 ? (double) bytes / ofBytes : 0);
            }

            @Override
            public boolean cancelled() {
                return Progress.this.cancelled();
            }
        };
    }

    private Double remaining(double percent, double seconds) {
        double made = percent - percentAtStart;
        return made < 5 ? null : seconds * (100 - percent) / made;
    }
}
