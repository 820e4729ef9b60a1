package org.timeviper.indexer.pipeline;

import com.github.kagkarlsson.scheduler.Scheduler;
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
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.indexer.fetch.Unfetchable;
import org.timeviper.indexer.index.IndexUnavailable;
import org.timeviper.indexer.library.Job;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.media.UnreadableMedia;
import org.timeviper.model.config.ModelException;

/**
 * The jobs that wait and run, in the library's own database, so that they survive this process and can be shared by many. A worker that dies is noticed by its silence,
 * and its job goes on elsewhere or after a restart.
 */
public final class JobQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobQueue.class);
    private static final int MISSED_HEARTBEATS = 4;

    /** How long a job waits before it tries an index again that could not be written: everything before is stored, so a try costs little. */
    private static final Duration INDEX_PAUSE = Duration.ofSeconds(3);

    private final Library library;
    private final CustomTask<String> task;
    private final Scheduler scheduler;
    private final boolean works;

    /** @param work runs one job; an {@link UnreadableMedia}, an {@link Unfetchable} or a {@link ModelException} ends the job, as another try would meet it again; an {@link IndexUnavailable} is waited out for as long as it takes; every other failure is tried again */
    public JobQueue(DataSource database, Library library, PipelineSettings settings, Consumer<Job> work) {
        this.library = library;
        this.works = settings.enabled();
        this.task = Tasks.custom("index-video", String.class)
                .onFailure(retries(settings.retries()))
                .onDeadExecutionRevive()
                .execute((instance, context) -> run(instance.getData(), work));
        this.scheduler = Scheduler.create(database, task)
                .threads(Math.max(1, settings.workers()))
                .pollingInterval(Duration.ofSeconds(1))
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .enableImmediateExecution()
                .shutdownMaxWait(Duration.ofSeconds(1))
                .alwaysPersistTimestampInUTC()
                .build();
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
        library.unfinishedJobs().forEach(job -> submit(job.id()));
        if (works) {
            scheduler.start();
        }
    }

    /** Puts a job on the schedule, once. */
    public void submit(String jobId) {
        scheduler.scheduleIfNotExists(task.instance(jobId, jobId), Instant.now());
        if (works) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    private CompletionHandler<String> run(String jobId, Consumer<Job> work) {
        Job job = library.job(jobId).orElse(null);
        if (job == null || job.state().ended()) {
            return done();
        }
        try {
            work.accept(job);
        } catch (CancellationException e) {
            LOG.info("Job {} was cancelled, or its video deleted", jobId);
            if (library.job(jobId).map(now -> !now.state().ended()).orElse(false)) {
                return later(); // and was retried before it had ended
            }
        } catch (UnreadableMedia | Unfetchable | ModelException e) {
            LOG.info("Job {} ends: {}", jobId, e.getMessage());
            library.finish(jobId, e.getMessage());
        } catch (IndexUnavailable e) {
            LOG.warn("Job {} waits for the index: {}", jobId, e.getMessage());
            return later();
        }
        return done();
    }

    private static CompletionHandler<String> done() {
        return (complete, operations) -> operations.stop();
    }

    /** The job comes again, and the try does not count as failed: everything before the index went well. */
    private static CompletionHandler<String> later() {
        return (complete, operations) ->
                operations.reschedule(complete, Instant.now().plus(INDEX_PAUSE));
    }

    private FailureHandler<String> retries(int most) {
        return (ExecutionComplete complete, ExecutionOperations<String> operations) -> {
            String jobId = complete.getExecution().taskInstance.getId();
            Throwable cause = complete.getCause().orElse(null);
            int failures = complete.getExecution().consecutiveFailures + 1;
            if (failures > most) {
                library.finish(jobId, "Indexing failed " + failures + " times, last because: " + reason(cause));
                operations.stop();
            } else {
                LOG.warn("Job {} failed ({} of {} tries), it is tried again", jobId, failures, most + 1, cause);
                operations.reschedule(complete, Instant.now().plusSeconds(1L << failures));
            }
        };
    }

    private static String reason(Throwable cause) {
        return cause == null || cause.getMessage() == null ? "an unknown error; see the log" : cause.getMessage();
    }

    @Override
    public void close() {
        scheduler.stop();
    }
}
