package org.timeviper.indexer.pipeline;

import org.timeviper.indexer.library.Library;

/** A job's progress as the library shows it, with an estimate of what remains from the pace since this run began. Written at most some times a second. */
final class Progress {

    private static final long PAUSE_NANOS = 250_000_000L;

    private final Library library;
    private final String jobId;
    private final long begun = System.nanoTime();
    private double percentAtStart = -1;
    private long told;
    private Step step;

    Progress(Library library, String jobId) {
        this.library = library;
        this.jobId = jobId;
    }

    void at(Step now, double done) {
        double percent = now.percent(done);
        if (percentAtStart < 0) {
            percentAtStart = percent;
        }
        long time = System.nanoTime();
        if (now == step && time - told < PAUSE_NANOS) {
            return;
        }
        step = now;
        told = time;
        library.progress(jobId, now.title(), percent, remaining(percent, (time - begun) / 1e9));
    }

    private Double remaining(double percent, double seconds) {
        double made = percent - percentAtStart;
        return made < 5 ? null : seconds * (100 - percent) / made;
    }
}
