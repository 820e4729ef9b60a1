package org.timeviper.api;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Indexing jobs. */
@Path("/v1/jobs")
public interface JobsResource {

    /** One job as it stands; {@code 404} when there is none. */
    @GET
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    JobView job(@PathParam("id") String id);

    /** The job's progress as server-sent events, one whenever it changes; the stream ends with the job. */
    @GET
    @Path("/{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    Multi<JobView> events(@PathParam("id") String id);
}
