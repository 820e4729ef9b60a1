package org.timeviper.indexer.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.timeviper.api.JobState;
import org.timeviper.api.JobView;
import org.timeviper.api.Jobs;
import org.timeviper.api.JobsResource;
import org.timeviper.api.ProblemCode;
import org.timeviper.indexer.library.Job;
import org.timeviper.indexer.library.JobPage;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.pipeline.JobQueue;

/** Jobs over HTTP, read from the library, so that any node can tell of a job that another one runs. */
@Singleton
@Blocking
public final class JobsEndpoint implements JobsResource {

    private final Library library;
    private final JobQueue jobs;

    @Inject
    JobsEndpoint(Library library, JobQueue jobs) {
        this.library = library;
        this.jobs = jobs;
    }

    @Override
    public Jobs list(int from, int size, String state, String video) {
        JobPage page = library.jobs(
                FilterParameters.given(state).map(name -> FilterParameters.one("state", name, JobState.values())),
                FilterParameters.given(video),
                from,
                size);
        return new Jobs(page.jobs().stream().map(Views::of).toList(), page.total());
    }

    @Override
    public JobView job(String id) {
        return Views.of(known(id));
    }

    @Override
    public JobView cancel(String id, String idempotencyKey) {
        Job job = known(id);
        if (!library.cancel(id) && known(id).state() != JobState.CANCELLED) {
            throw new Refused(
                    409,
                    "Job ended",
                    ProblemCode.JOB_ENDED,
                    "The job " + job.id() + " has ended already: it is " + words(known(id)) + ".");
        }
        return job(id);
    }

    @Override
    public JobView retry(String id, String idempotencyKey) {
        Job job = known(id);
        if (!library.retry(id)) {
            throw new Refused(
                    409,
                    "Nothing to retry",
                    ProblemCode.JOB_NOT_RETRYABLE,
                    "The job " + id + " is " + words(known(id))
                            + ": only a video's latest job can be retried, if it failed or was cancelled. To index the video "
                            + job.videoId() + " again, reindex it.");
        }
        jobs.submit(id);
        return job(id);
    }

    private static String words(Job job) {
        return job.state().name().toLowerCase(Locale.ROOT);
    }

    private Job known(String id) {
        return library.job(id)
                .orElseThrow(() ->
                        new NotFound(ProblemCode.JOB_UNKNOWN, "There is no job " + VideosEndpoint.shortened(id) + "."));
    }
}
