package org.timeviper.indexer.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.timeviper.api.JobView;
import org.timeviper.api.JobsResource;
import org.timeviper.indexer.library.Library;

/** Jobs over HTTP, read from the library, so that any node can tell of a job that another one runs. */
@Singleton
@Blocking
public final class JobsEndpoint implements JobsResource {

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
}
