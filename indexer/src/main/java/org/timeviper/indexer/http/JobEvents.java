package org.timeviper.indexer.http;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.timeviper.api.JobView;

/**
 * A job's progress as server-sent events: its view now, and then whenever it changes. All are of one kind and so without a name, and each says everything: who connects
 * again has missed nothing.
 */
@Path("/v1/jobs/{id}/events")
@Singleton
public final class JobEvents {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final JobsEndpoint jobs;

    @Inject
    JobEvents(JobsEndpoint jobs) {
        this.jobs = jobs;
    }

    /** Ends with the view of the ended job, or silently when its video is deleted meanwhile. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(
            operationId = "jobEvents",
            summary = "Follow a job",
            description =
                    "The job now, and then whenever it changes, as server-sent events, until it has ended or its video is deleted.")
    @APIResponse(responseCode = "200", description = "The job at each event.")
    @APIResponse(responseCode = "404", description = "There is no such job.")
    public Multi<JobView> events(@Parameter(description = "The job's identity.") @PathParam("id") String id) {
        jobs.job(id);
        return Multi.createBy()
                .repeating()
                .supplier(() -> jobs.job(id))
                .withDelay(PAUSE)
                .whilst(view -> !view.state().ended())
                .onFailure(NotFound.class)
                .recoverWithCompletion()
                .skip()
                .repetitions();
    }
}
