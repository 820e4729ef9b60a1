package org.timeviper.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Markers of a selection or a search, for editing systems, players, archives and search engines. A whole video's are at {@link VideosResource#export}. */
@Path("/v1/exports")
public interface ExportsResource {

    /**
     * Exports; {@code 200} with the file, its media type and a name for it in {@code Content-Disposition}. {@code 400} where the format cannot say it: WebVTT, SubRip and
     * YouTube tell the times of one film, an EDL has one frame rate. {@code 404} where a video is not there or the search finds nothing that it can stand for.
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "exportSelection",
            summary = "Export a selection or a search",
            description =
                    "Writes spans of videos, or up to 1,000 moments that a search finds, as EDL, FCPXML, OpenTimelineIO, CSV, WebVTT, SubRip, IIIF, JSON-LD or YouTube chapters."
                            + " A search takes what POST /v1/search takes: words or an expression as 'q', or a tree as 'query', filters and 'verify'."
                            + " Spans lie on frames of the film, counted at its exact rate from the file's own timecode;"
                            + " a rate that no editing system has is counted at a usual one in edl, fcpxml and otio, which say so.")
    @APIResponse(responseCode = "200", description = "The file; its media type is the format's.")
    @APIResponse(responseCode = "400", description = "The request, or what the format cannot say, named in words.")
    @APIResponse(
            responseCode = "404",
            description = "There is no such video, or the search finds nothing that it can stand for.")
    @APIResponse(responseCode = "409", description = "A video is not indexed yet.")
    Response export(@NotNull @Valid ExportRequest request);
}
