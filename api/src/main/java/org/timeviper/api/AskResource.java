package org.timeviper.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * Questions about footage: the model looks again at the frames and answers with citations. The same request with {@code Accept: text/event-stream} is answered with
 * {@link AskEvent}s as server-sent events; that stands with the server.
 */
@Path("/v1/ask")
@Consumes(MediaType.APPLICATION_JSON)
public interface AskResource {

    /** Answers in one piece. */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    AskResult answer(@NotNull @Valid AskRequest request);
}
