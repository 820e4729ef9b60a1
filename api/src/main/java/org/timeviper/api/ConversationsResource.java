package org.timeviper.api;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Conversations about footage. One begins with a question ({@link AskRequest#conversation}), and only who knows its id reaches it: there is no list of them. */
@Path("/v1/conversations")
@Produces(MediaType.APPLICATION_JSON)
public interface ConversationsResource {

    /** A conversation; {@code 404} when there is none, or it has ended. */
    @GET
    @Path("/{id}")
    @Operation(
            summary = "Read a conversation",
            description =
                    "Its questions and answers in order. Those that looked at a video go when the video is deleted.")
    @APIResponse(responseCode = "200", description = "The conversation; its tag is in ETag.")
    @APIResponse(responseCode = "304", description = RequestHeaders.SAME_TEXT)
    @APIResponse(responseCode = "404", description = "There is no such conversation, or it has ended.")
    ConversationView conversation(@Parameter(description = "The conversation's identity.") @PathParam("id") String id);

    /** Deletes a conversation; {@code 204}. A question of it that is being answered is answered to its end, and not kept. */
    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "deleteConversation",
            summary = "Delete a conversation",
            description =
                    "Its questions and answers are gone at once; from the file of the embedded database they are purged within the time that is set (timeviper.purge-after).")
    @APIResponse(responseCode = "204", description = "It is gone.")
    @APIResponse(responseCode = "404", description = "There is no such conversation, or it has ended.")
    Response delete(@Parameter(description = "The conversation's identity.") @PathParam("id") String id);
}
