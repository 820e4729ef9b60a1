package org.timeviper.indexer.http;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Predicate;
import org.timeviper.api.JobView;
import org.timeviper.api.JobsResource;
import org.timeviper.indexer.library.Library;

/** Jobs over HTTP. Progress is read from the library, so that any node can tell of a job that another one runs. */
@Singleton
@Blocking
public final class JobsEndpoint implements JobsResource {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Library library;

    @Inject
    JobsEndpoint(Library library) {
        this.library = library;
    }

    @Override
    public JobView job(String id) {
        return library.job(id)
                .map(Views::of)
                .orElseThrow(() -> new NotFound("There is no job " + VideosEndpoint.shortened(id) + "."));
    }

    @Override
    public Multi<JobView> events(String id) {
        JobView first = job(id);
        if (first.state().ended()) {
            return Multi.createFrom().item(first);
        }
        return Multi.createFrom()
                .ticks()
                .every(PAUSE)
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .onItem()
                .transformToIterable(
                        tick -> library.job(id).map(Views::of).stream().toList())
                .skip()
                .repetitions()
                .select()
                .first(new UntilEnded());
    }

    /** Lets everything through up to and with the view that says that the job has ended. */
    private static final class UntilEnded implements Predicate<JobView> {
        private boolean ended;

        @Override
        public boolean test(JobView view) {
            boolean pass = !ended;
            ended = ended || view.state().ended();
            return pass;
        }
    }
}
