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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.timeviper.api.AskEvent;
import org.timeviper.api.AskRequest;
import org.timeviper.indexer.ask.Asking;

/**
 * Questions about footage over HTTP, answered as a stream of server-sent events, each named as its {@code type}. They carry no ids and no time after which to connect again:
 * a question is a {@code POST}, and whoever sends it again asks again.
 */
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
    @Produces(MediaType.SERVER_SENT_EVENTS + ";qs=0.5")
    @Blocking
    @APIResponse(
            responseCode = "200",
            description = "The answer; or its events, of which the last has all of it.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = AskEvent.class)))
    public Multi<OutboundSseEvent> stream(@Context Sse sse, @NotNull @Valid AskRequest request) {
        return asking.stream(request).map(event -> named(event, sse.newEventBuilder()));
    }

    private static OutboundSseEvent named(AskEvent event, OutboundSseEvent.Builder written) {
        return written.name(event.type())
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(AskEvent.class, event)
                .build();
    }
}
