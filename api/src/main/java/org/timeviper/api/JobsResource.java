package org.timeviper.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Indexing jobs. A job's progress as server-sent events, one whenever it changes ({@code GET /v1/jobs/{id}/events}), streams and stands with the server. */
@Path("/v1/jobs")
public interface JobsResource {

    /** One job as it stands; {@code 404} when there is none. */
    @GET
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    JobView job(@PathParam("id") String id);
}
