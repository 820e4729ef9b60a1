package org.timeviper.api;

import io.smallrye.mutiny.Multi;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Questions about footage: the model looks again at the frames and answers with citations. */
@Path("/v1/ask")
@Consumes(MediaType.APPLICATION_JSON)
public interface AskResource {

    /** Answers as a stream of server-sent events. */
    @POST
    @Produces(MediaType.SERVER_SENT_EVENTS)
    Multi<AskEvent> stream(@NotNull @Valid AskRequest request);

    /** Answers in one piece. */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    AskResult answer(@NotNull @Valid AskRequest request);
}
