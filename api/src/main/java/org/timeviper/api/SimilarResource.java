package org.timeviper.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Moments like a given one. */
@Path("/v1/videos/{id}/similar")
@Produces(MediaType.APPLICATION_JSON)
public interface SimilarResource {

    /**
     * Finds moments that mean the same as a stretch of a video: near to the captions of its scenes and events. What overlaps the stretch itself is left out.
     *
     * @param id the video
     * @param start first second of the stretch
     * @param end last second of the stretch; null for what is seen at its start
     * @param limit how many moments at most
     * @param cursor what the page before gave as {@code next}, as in a search; null for the first page
     * @param filter which videos and scenes may answer; {@code video} for one video alone
     * @return as a search's, best first; {@code query} is the caption that says most of the stretch. {@code 404} if there is no such video, or none to search in, {@code 409} if it is not indexed yet,
     *     {@code 400} if it has no such stretch
     */
    @GET
    @Operation(
            summary = "Moments like a given one",
            description = "Finds moments that mean the same as the seconds 'start' to 'end' of a video; what overlaps"
                    + " these is left out. Takes the filters of a search, and is paged as a search is.")
    @APIResponse(responseCode = "200", description = "Moments, best first.")
    @APIResponse(
            responseCode = "400",
            description = "A parameter, or a stretch that the video does not have, named in words.")
    @APIResponse(responseCode = "404", description = "There is no such video, or none to search in.")
    @APIResponse(responseCode = "409", description = "The video is not indexed yet.")
    SearchResults similar(
            @Parameter(description = RequestHeaders.ID_TEXT) @PathParam("id") String id,
            @Parameter(description = "First second of the stretch.") @QueryParam("start") @NotNull @PositiveOrZero
                    Double start,
            @Parameter(description = "Last second of the stretch; without it, what is seen at its start.")
                    @QueryParam("end")
                    @PositiveOrZero
                    Double end,
            @Parameter(description = "How many moments at most.")
                    @QueryParam("limit")
                    @DefaultValue("10")
                    @Min(1)
                    @Max(100)
                    int limit,
            @Parameter(description = "What the page before gave as 'next'; without it, the first page.")
                    @QueryParam("cursor")
                    @Size(max = 100)
                    String cursor,
            @BeanParam VideoFilter filter);
}
