package org.timeviper.indexer.pipeline;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.api.ProblemCode;
import org.timeviper.indexer.fetch.FetchSettings;
import org.timeviper.indexer.fetch.Unfetchable;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.library.Job;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.media.UnreadableMedia;
import org.timeviper.model.config.ModelException;

/**
 * The jobs that wait and run, in the library's own database, so that they survive this process and can be shared by many. A worker that dies is noticed by its silence,
 * and its job goes on elsewhere or after a restart. Jobs whose film has to be brought first have workers of their own, so that a slow server holds up nobody else's film.
 */
public final class JobQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobQueue.class);
    private static final int MISSED_HEARTBEATS = 4;

    /** How often a job is put on the schedule, should others put it on and take it off at the same time. */
    private static final int MOST_TRIES = 10;

    /** How long a job waits before it tries an index again that could not be written: everything before is stored, so a try costs little. */
    private static final Duration INDEX_PAUSE = Duration.ofSeconds(3);

    /** How long a job may take to end when it is told to, before its thread is interrupted: an interrupt closes the files that it writes, of index and database too, for everybody. */
    private static final Duration LAST_TURN = Duration.ofSeconds(30);

    private final Library library;
    private final JobWork work;
    private final Lane fetching;
    private final Lane indexing;
    private final Runnable orphaned;
    private final boolean works;
    private volatile boolean closing;

    /** Jobs that wait for the same kind of worker, and those workers. */
    private record Lane(CustomTask<String> task, Scheduler scheduler) {

        void schedule(String jobId) {
            for (int tries = 1; ; tries++) {
                try {
                    scheduler.scheduleIfNotExists(task.instance(jobId, jobId), Instant.now());
                    return;
                } catch (TaskInstanceException e) {
                    // It was on the schedule when it was to be put there, and was off again a moment later.
                    if (tries == MOST_TRIES) {
                        throw e;
                    }
                }
            }
        }
    }

    /** @param orphaned told when nothing works any more on a job whose video was deleted meanwhile: of what it wrote of the video until then, the last bytes can go now */
    public JobQueue(
            DataSource database,
            Library library,
            PipelineSettings settings,
            FetchSettings fetches,
            JobWork work,
            Runnable orphaned) {
        this.library = library;
        this.work = work;
        this.orphaned = orphaned;
        this.works = settings.enabled();
        this.fetching = lane(database, "fetch-film", "scheduled_fetches", fetches.atATime(), settings, this::fetch);
        this.indexing = lane(database, "index-video", "scheduled_tasks", settings.workers(), settings, this::index);
    }

    private Lane lane(
            DataSource database,
            String name,
            String table,
            int workers,
            PipelineSettings settings,
            Function<String, CompletionHandler<String>> turn) {
        CustomTask<String> task = Tasks.custom(name, String.class)
                .onFailure(retries(settings.retries()))
                .onDeadExecutionRevive()
                .execute((instance, context) -> turn.apply(instance.getData()));
        Scheduler scheduler = Scheduler.create(database, task)
                .tableName(table)
                .threads(Math.max(1, workers))
                .pollingInterval(Duration.ofSeconds(1))
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .enableImmediateExecution()
                .shutdownMaxWait(LAST_TURN)
                .alwaysPersistTimestampInUTC()
                .build();
        return new Lane(task, scheduler);
    }

    /**
     * Begins to work, with the jobs first that were accepted but never put on the schedule because the process died in between.
     *
     * @param alone whether no other process works on this library, so that what was under way goes on at once instead of after the missed heartbeats
     */
    public void start(boolean alone) {
        if (alone) {
            int released = library.releaseLeases();
            LOG.debug("{} jobs were under way when the service ended and go on now", released);
        }
        library.unfinishedJobs().forEach(this::submit);
        if (works) {
            fetching.scheduler().start();
            indexing.scheduler().start();
        }
    }

    /** Puts a job on the schedule, once. */
    public void submit(String jobId) {
        library.job(jobId).ifPresent(this::submit);
    }

    private void submit(Job job) {
        Lane lane = hasFilmToBring(job) ? fetching : indexing;
        lane.schedule(job.id());
        if (works) {
            lane.scheduler().triggerCheckForDueExecutions();
        }
    }

    private boolean hasFilmToBring(Job job) {
        return library.source(job.videoId()).isPresent();
    }

    private CompletionHandler<String> fetch(String jobId) {
        return run(jobId, job -> {
            if (hasFilmToBring(job)) {
                work.fetch(job);
                library.waitForNextTurn(jobId);
            }
            submit(jobId); // before this turn ends, so that at any time one of both holds the job
        });
    }

    private CompletionHandler<String> index(String jobId) {
        return run(jobId, job -> {
            if (hasFilmToBring(job)) {
                submit(jobId);
            } else {
                work.run(job);
            }
        });
    }

    private CompletionHandler<String> run(String jobId, Consumer<Job> turn) {
        Job job = library.job(jobId).orElse(null);
        if (job == null || job.state().ended()) {
            return done(jobId);
        }
        try {
            turn.accept(job);
        } catch (CancellationException e) {
            if (closing) {
                return after(Duration.ZERO);
            }
            LOG.debug("Job {} was cancelled, or its video deleted", jobId);
        } catch (UnreadableMedia e) {
            fail(jobId, e.code(), e);
        } catch (Unfetchable e) {
            fail(jobId, e.code(), e);
        } catch (ModelException e) {
            fail(jobId, ProblemCode.MODEL_UNAVAILABLE, e);
        } catch (IndexUnavailable e) {
            LOG.warn("Job {} waits for the index: {}", jobId, e.getMessage());
            return after(INDEX_PAUSE);
        }
        return done(jobId);
    }

    private void fail(String jobId, ProblemCode code, RuntimeException e) {
        LOG.info("Job {} ends: {}", jobId, e.getMessage());
        library.finish(jobId, code, e.getMessage());
    }

    /** A job that has ended may be retried before it is off the schedule, and could then not be put on it: whoever takes it off looks once more. */
    private CompletionHandler<String> done(String jobId) {
        return (complete, operations) -> {
            operations.stop();
            library.job(jobId)
                    .ifPresentOrElse(
                            job -> {
                                if (!job.state().ended()) {
                                    submit(job);
                                }
                            },
                            orphaned);
        };
    }

    /** The job comes again, and the try does not count as failed: everything that it came to went well. */
    private static CompletionHandler<String> after(Duration pause) {
        return (complete, operations) ->
                operations.reschedule(complete, Instant.now().plus(pause));
    }

    private FailureHandler<String> retries(int most) {
        return (ExecutionComplete complete, ExecutionOperations<String> operations) -> {
            String jobId = complete.getExecution().taskInstance.getId();
            Throwable cause = complete.getCause().orElse(null);
            int failures = complete.getExecution().consecutiveFailures + 1;
            boolean wanted =
                    library.job(jobId).filter(job -> !job.state().ended()).isPresent();
            if (!wanted) {
                LOG.debug("Job {} ends, as it was cancelled or its video deleted", jobId, cause);
            } else if (failures <= most) {
                LOG.warn("Job {} failed ({} of {} tries), it is tried again", jobId, failures, most + 1, cause);
                operations.reschedule(complete, Instant.now().plusSeconds(1L << failures));
                return;
            } else {
                library.finish(
                        jobId,
                        ProblemCode.INDEXING_FAILED,
                        "Indexing failed " + failures + " times, last because: " + reason(cause));
            }
            done(jobId).complete(complete, operations);
        };
    }

    private static String reason(Throwable cause) {
        return cause == null || cause.getMessage() == null ? "an unknown error; see the log" : cause.getMessage();
    }

    /** Has the jobs under way given up, and waits for that: they use index and database, which are closed next. They go on when the service starts again. */
    @Override
    public void close() {
        closing = true;
        work.end();
        fetching.scheduler().stop();
        indexing.scheduler().stop();
    }
}
