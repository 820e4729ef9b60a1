package org.timeviper.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * Questions about footage: the model looks again at the frames and answers with citations. The same request with {@code Accept: text/event-stream} is answered with
 * {@link AskEvent}s as server-sent events; that stands with the server.
 */
@Path("/v1/ask")
@Consumes(MediaType.APPLICATION_JSON)
public interface AskResource {

    /**
     * Answers in one piece.
     *
     * @param idempotencyKey the client's own for this question, which is then asked once; null for none. With a key the answer is kept for 24 hours, also that of a question by
     *     itself, or until a video that it looked at or the conversation is deleted. Not for a stream of events ({@code 400})
     */
    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Ask about footage",
            description =
                    "The model looks again at the frames and answers, each part with the seconds that it rests on: in a long hit, those in which it finds the one thing that the"
                            + " question names ('what is behind the red car?'), if it looks for things first. With 'conversation' the answer is kept, and the next question may"
                            + " follow it: without hits of its own it is put to what the answer before rests on, if it points back ('what colour is it?'); else to what a search"
                            + " finds with confidence, for which the words of the questions before count if it goes on with them ('and the door?'); else to what the question"
                            + " before was put to. Accept: text/event-stream for the answer as it goes.")
    @APIResponse(responseCode = "200", description = "The answer; or its events, of which the last has all of it.")
    @APIResponse(responseCode = "400", description = "The request, named in words.")
    @APIResponse(
            responseCode = "404",
            description = "There is no such video, or no such conversation, or it has ended.")
    @APIResponse(
            responseCode = "409",
            description =
                    "Another question of this conversation is being answered, a video is not indexed yet, or the request with this Idempotency-Key is still under way.")
    @APIResponse(responseCode = "422", description = RequestHeaders.TAKEN_TEXT)
    @APIResponse(responseCode = "503", description = RequestHeaders.LATER_TEXT)
    AskResult answer(
            @NotNull @Valid AskRequest request,
            @Parameter(description = RequestHeaders.KEY_TEXT) @HeaderParam(RequestHeaders.IDEMPOTENCY_KEY)
                    String idempotencyKey);
}
