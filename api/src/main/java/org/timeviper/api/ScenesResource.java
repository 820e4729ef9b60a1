package org.timeviper.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** All scenes, page by page: for a program that wants every one, where a search gives the best. */
@Path("/v1/scenes")
@Produces(MediaType.APPLICATION_JSON)
public interface ScenesResource {

    /**
     * Pages through the scenes whose captions hold all of the query's words.
     *
     * <p>The order is video by video, and in a video by start. Every scene comes exactly once: all pages show the index as it was when the first of them was read,
     * whatever is published, changed or deleted meanwhile. Only the captions' words count, not their meaning.
     *
     * <p>Go on with the {@code next} of the page before and otherwise the same parameters, but for {@code size}. A cursor that is no cursor is answered with {@code 400};
     * one whose view of the index is no longer kept (some minutes after it was overtaken, or when the service has started anew) with {@code 410}: begin again without one.
     *
     * @param query words, at most 1,000 characters; words after "no", "not" or "without" must be absent; null, blank or only common words for all scenes
     * @param filter which videos and scenes may answer
     * @param cursor what the page before gave as {@code next}; null for the first page
     * @param size how many scenes at most
     */
    @GET
    @Operation(
            summary = "Page through scenes",
            description =
                    "Every scene and event whose caption holds the words, exactly once, video by video and by start: all pages show the index as it was when the first was read.")
    @APIResponse(
            responseCode = "200",
            description = "A page of scenes, and the cursor of the next; its tag is in ETag.")
    @APIResponse(responseCode = "304", description = RequestHeaders.SAME_TEXT)
    @APIResponse(responseCode = "400", description = "A parameter or a cursor that cannot be read, named in words.")
    @APIResponse(responseCode = "404", description = "There is no such video to read scenes of.")
    @APIResponse(
            responseCode = "410",
            description = "The view of the index that the cursor goes on with is no longer kept: begin again.")
    Scenes scenes(
            @Parameter(
                            description =
                                    "Words that a scene's caption must hold; after 'no', 'not' or 'without', words that it must not. Without any: all scenes.")
                    @QueryParam("q")
                    @Size(max = 1000)
                    String query,
            @BeanParam VideoFilter filter,
            @Parameter(
                            description =
                                    "What the page before gave as 'next'; the other parameters stay as they were, but for 'size'.")
                    @QueryParam("cursor")
                    @Size(max = 32_000)
                    String cursor,
            @Parameter(description = "How many scenes a page has at most.")
                    @QueryParam("size")
                    @DefaultValue("100")
                    @Min(1)
                    @Max(1000)
                    int size);
}
