package org.timeviper.indexer.http;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.timeviper.api.AskEvent;
import org.timeviper.api.AskRequest;
import org.timeviper.indexer.ask.Asking;

/** Questions about footage over HTTP, answered as a stream of server-sent events. */
@Path("/v1/ask")
@Singleton
public final class AskEvents {

    private final Asking asking;

    @Inject
    AskEvents(Asking asking) {
        this.asking = asking;
    }

    /** Answers as it goes; a hit that cannot be looked at is a problem before the stream begins. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Blocking
    @APIResponse(responseCode = "200", description = "The answer; or its events, of which the last has all of it.")
    public Multi<AskEvent> stream(@NotNull @Valid AskRequest request) {
        return asking.stream(request);
    }
}
