package org.timeviper.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * The library's videos. Uploading ({@code POST /v1/videos}, multipart, field {@code file}; beside it {@code collection}, {@code tags}, repeated or
 * with commas between them, {@code language}, and {@code metadata}, repeated, each {@code key=value} or a JSON object) and the media file itself ({@code GET
 * /v1/videos/{id}/media}, with range requests; {@code GET /v1/videos/{id}/thumbnail?t=seconds}; {@code GET /v1/videos/{id}/storyboard.jpg}, with {@code storyboard.vtt},
 * which says where in it which seconds are) stream bytes and stand with the server, as they use its own types.
 */
@Path("/v1/videos")
@Produces(MediaType.APPLICATION_JSON)
public interface VideosResource {

    /** Lists videos, newest first unless another order is asked for. */
    @GET
    @Operation(
            operationId = "listVideos",
            summary = "List videos",
            description = "Sorted, filtered and paged; the newest first unless another order is asked for.")
    @APIResponse(
            responseCode = "200",
            description = "A page of videos, and how many are listed on all pages; its tag is in ETag.")
    @APIResponse(responseCode = "304", description = RequestHeaders.SAME_TEXT)
    @APIResponse(responseCode = "400", description = "A parameter that cannot be read, named in words.")
    Videos list(@BeanParam @Valid VideoListing listing);

    /**
     * Registers a file below the import folder, or brings a film from another server; {@code 201} with an {@link Accepted} and the job's address in {@code Location}.
     *
     * @param idempotencyKey the client's own for this import, which is then done once; null for none
     */
    @POST
    @Path("/import")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Import a film",
            description =
                    "Registers a file below the import folder where it lies ('path'), or brings one from another server ('url'): the job fetches it first, and fails if it is no film.")
    @APIResponse(
            responseCode = "201",
            description = "The video and its job, whose address is in Location.",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    @APIResponse(responseCode = "400", description = "The request, named in words.")
    @APIResponse(
            responseCode = "403",
            description = "Imports are off, or the path or the host is not one that may be imported from.")
    @APIResponse(responseCode = "404", description = "There is no such file.")
    @APIResponse(responseCode = "409", description = "The request with this Idempotency-Key is still under way.")
    @APIResponse(
            responseCode = "422",
            description = "The file is no film that can be used, or the Idempotency-Key has come with another request.")
    @APIResponse(responseCode = "503", description = RequestHeaders.LATER_TEXT)
    Response importFile(
            @NotNull @Valid ImportRequest request,
            @Parameter(description = RequestHeaders.KEY_TEXT) @HeaderParam(RequestHeaders.IDEMPOTENCY_KEY)
                    String idempotencyKey);

    /** One video; {@code 404} when there is none. */
    @GET
    @Path("/{id}")
    @Operation(
            summary = "Read a video",
            description = "What is known of it, how far its indexing is, and where its film and pictures are.")
    @APIResponse(responseCode = "200", description = "The video; its tag is in ETag.")
    @APIResponse(responseCode = "304", description = RequestHeaders.SAME_TEXT)
    @APIResponse(responseCode = "404", description = RequestHeaders.NO_VIDEO_TEXT)
    VideoView video(@Parameter(description = RequestHeaders.ID_TEXT) @PathParam("id") String id);

    /**
     * Changes what is said of a video, also in the index, at once and as a whole; {@code 400} when it cannot be taken.
     *
     * @param ifMatch tags, one of which the video must bear; null to change it however it is
     */
    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change what is said of a video",
            description =
                    "A part that is absent or null stays as it is. 'metadata' is merged: keys that are named get their value, those with the value null are removed, others stay.")
    @APIResponse(responseCode = "200", description = "The video as changed; its tag is in ETag.")
    @APIResponse(responseCode = "400", description = "What cannot be taken, named in words.")
    @APIResponse(responseCode = "404", description = RequestHeaders.NO_VIDEO_TEXT)
    @APIResponse(responseCode = "412", description = "It is not the video any more that If-Match names.")
    @APIResponse(
            responseCode = "503",
            description = "The index cannot be written; nothing has changed. Retry-After says when to ask again.")
    VideoView change(
            @Parameter(description = RequestHeaders.ID_TEXT) @PathParam("id") String id,
            @Parameter(description = RequestHeaders.MATCH_TEXT) @HeaderParam(RequestHeaders.IF_MATCH) String ifMatch,
            @NotNull VideoChange change);

    /** All that the model wrote of a video. */
    @GET
    @Path("/{id}/timeline")
    @Operation(
            summary = "Read what a video shows",
            description =
                    "All scenes and events that the model has described, in time order; none while it has described none.")
    @APIResponse(responseCode = "200", description = "The video with its scenes and events; its tag is in ETag.")
    @APIResponse(responseCode = "304", description = RequestHeaders.SAME_TEXT)
    @APIResponse(responseCode = "404", description = RequestHeaders.NO_VIDEO_TEXT)
    Timeline timeline(@Parameter(description = RequestHeaders.ID_TEXT) @PathParam("id") String id);

    /** A video's captions as WebVTT, for a track element of a player; the same as its export as {@code vtt}. {@code 409} until it is indexed. */
    @GET
    @Path("/{id}/captions.vtt")
    @Produces("text/vtt;charset=UTF-8")
    @Operation(
            summary = "Captions of a video",
            description = "WebVTT, for a track element of a player; the same as the video's export as vtt.")
    @APIResponse(responseCode = "200", description = "The captions.")
    @APIResponse(responseCode = "404", description = RequestHeaders.NO_VIDEO_TEXT)
    @APIResponse(responseCode = "409", description = "The video is not indexed yet.")
    String captions(@Parameter(description = RequestHeaders.ID_TEXT) @PathParam("id") String id);

    /**
     * All scenes and events of a video as a file for editing systems, players, archives and search engines; {@code 200} with the file, its media type and a name for it in
     * {@code Content-Disposition}.
     *
     * @param format {@code vtt}, {@code vtt-chapters}, {@code vtt-descriptions}, {@code vtt-metadata}, {@code srt}, {@code edl}, {@code edl-df}, {@code edl-ndf}, {@code
     *     fcpxml}, {@code otio}, {@code csv}, {@code iiif}, {@code jsonld} or {@code youtube}
     * @param base the address that links in the file begin with; null for the one that the request came to
     * @param page in {@code jsonld}, the form of the addresses at which people watch films, {@code https://site.example/watch/{video}?t={start}}; also {@code {end}} and {@code
     *     {fragment}}. Null for the service's own page
     */
    @GET
    @Path("/{id}/export")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "exportVideo",
            summary = "Export a whole video",
            description =
                    "Writes all scenes and events of a video. Spans lie on frames of the film, counted at its exact rate from the file's own timecode;"
                            + " a rate that no editing system has is counted at a usual one in edl, fcpxml and otio, which say so.")
    @APIResponse(responseCode = "200", description = "The file; its media type is the format's.")
    @APIResponse(responseCode = "400", description = "The request, or what the format cannot say, named in words.")
    @APIResponse(responseCode = "404", description = RequestHeaders.NO_VIDEO_TEXT)
    @APIResponse(responseCode = "409", description = "The video is not indexed yet.")
    Response export(
            @Parameter(description = RequestHeaders.ID_TEXT) @PathParam("id") String id,
            @Parameter(
                            description = "The format.",
                            schema =
                                    @Schema(
                                            enumeration = {
                                                "vtt",
                                                "vtt-chapters",
                                                "vtt-descriptions",
                                                "vtt-metadata",
                                                "srt",
                                                "edl",
                                                "edl-df",
                                                "edl-ndf",
                                                "fcpxml",
                                                "otio",
                                                "csv",
                                                "iiif",
                                                "jsonld",
                                                "youtube"
                                            }))
                    @QueryParam("format")
                    @NotBlank
                    String format,
            @Parameter(description = "The address that links in the file begin with.")
                    @QueryParam("base")
                    @Size(max = 2000)
                    String base,
            @Parameter(description = ExportRequest.PAGE_TEXT) @QueryParam("page") @Size(max = 2000) String page);

    /**
     * Indexes a video again with the model that is configured now; {@code 202} with the job, whose address is in {@code Location}. A video that can be searched stays as it
     * is until the new descriptions take the old ones' place.
     *
     * @param idempotencyKey the client's own for this request, which is then done once; null for none
     */
    @POST
    @Path("/{id}/reindex")
    @Operation(
            summary = "Index a video again",
            description = "With the model that is configured now. What it has can be searched until then.")
    @APIResponse(
            responseCode = "202",
            description = "The job; its address is in Location.",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "404", description = RequestHeaders.NO_VIDEO_TEXT)
    @APIResponse(
            responseCode = "409",
            description = "A job of the video is under way already, or its film has not come yet.")
    @APIResponse(responseCode = "422", description = RequestHeaders.TAKEN_TEXT)
    Response reindex(
            @Parameter(description = RequestHeaders.ID_TEXT) @PathParam("id") String id,
            @Parameter(description = RequestHeaders.KEY_TEXT) @HeaderParam(RequestHeaders.IDEMPOTENCY_KEY)
                    String idempotencyKey);

    /**
     * Indexes videos again that can be searched and that the present model has not described, those that came first first; {@code 202} with a {@link Reindexing}. Asked again, it goes on with
     * further ones: a video that waits or is under way is not queued once more, nor one that the present model has failed at, which is for its job to be retried.
     *
     * @param size how many videos at most
     */
    @POST
    @Path("/reindex")
    @Operation(
            summary = "Index again what another model has described",
            description =
                    "Queues videos that can be searched and were not described by the model that is configured now, and that are not queued yet;"
                            + " 'left' tells how many more there are.")
    @APIResponse(
            responseCode = "202",
            description = "The jobs, and how many more videos are to be queued.",
            content = @Content(schema = @Schema(implementation = Reindexing.class)))
    @APIResponse(responseCode = "503", description = "The model's files are missing or wrong.")
    Response reindexStale(
            @Parameter(description = "How many videos are queued at most.")
                    @QueryParam("size")
                    @DefaultValue("100")
                    @Min(1)
                    @Max(500)
                    int size);

    /** Finds where a description is seen in a video. */
    @POST
    @Path("/{id}/ground")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Find a description in a video",
            description = "The model looks through the whole film for what is described, and tells when it is seen.")
    @APIResponse(responseCode = "200", description = "Where it is seen, or that it is not.")
    @APIResponse(responseCode = "400", description = "The request, named in words.")
    @APIResponse(responseCode = "404", description = RequestHeaders.NO_VIDEO_TEXT)
    @APIResponse(responseCode = "409", description = "The video is not indexed yet.")
    @APIResponse(responseCode = "503", description = RequestHeaders.LATER_TEXT)
    GroundResult ground(
            @Parameter(description = RequestHeaders.ID_TEXT) @PathParam("id") String id,
            @NotNull @Valid GroundRequest request);

    /** Answers a question about a video, and tells which seconds of it the answer looked at, layer by layer. */
    @POST
    @Path("/{id}/explanations")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Explain an answer",
            description =
                    "Answers a question about a video, and tells which seconds of it the answer looked at, layer by layer.")
    @APIResponse(responseCode = "200", description = "The answer, and what each layer looked at.")
    @APIResponse(
            responseCode = "400",
            description = "The request, or a stretch that the video does not have, named in words.")
    @APIResponse(responseCode = "404", description = RequestHeaders.NO_VIDEO_TEXT)
    @APIResponse(responseCode = "409", description = "The video is not indexed yet.")
    @APIResponse(responseCode = "503", description = RequestHeaders.LATER_TEXT)
    ExplainResult explain(
            @Parameter(description = RequestHeaders.ID_TEXT) @PathParam("id") String id,
            @NotNull @Valid ExplainRequest request);

    /**
     * The same as a picture (SVG) that a page can show: a heat map of seconds and layers, with the frames that were looked at most.
     *
     * @param question the question, at most 2,000 characters
     * @param start first second; null for the video's first; see {@link ExplainRequest}
     * @param end last second; null for the video's last
     */
    @GET
    @Path("/{id}/explanation.svg")
    @Produces("image/svg+xml")
    @Operation(
            summary = "Explain an answer as a picture",
            description = "A heat map of seconds and layers, with the frames that were looked at most, as SVG.")
    @APIResponse(responseCode = "200", description = "The picture.")
    @APIResponse(
            responseCode = "400",
            description = "A parameter, or a stretch that the video does not have, named in words.")
    @APIResponse(responseCode = "404", description = RequestHeaders.NO_VIDEO_TEXT)
    @APIResponse(responseCode = "409", description = "The video is not indexed yet.")
    @APIResponse(responseCode = "503", description = RequestHeaders.LATER_TEXT)
    Response plot(
            @Parameter(description = RequestHeaders.ID_TEXT) @PathParam("id") String id,
            @Parameter(description = "What the answer is to be explained of.")
                    @QueryParam("question")
                    @NotBlank
                    @Size(max = 2000)
                    String question,
            @Parameter(description = "First second of the stretch; without it, the video's first.")
                    @QueryParam("start")
                    @PositiveOrZero
                    Double start,
            @Parameter(description = "Last second of the stretch; without it, the video's last.")
                    @QueryParam("end")
                    @PositiveOrZero
                    Double end);

    /**
     * Deletes a video with everything made from it; {@code 204}. From then on nothing of it can be asked for or found; its last bytes in the files of index and database go
     * some time later.
     *
     * @param ifMatch tags, one of which the video must bear; null to delete it however it is
     */
    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "deleteVideo",
            summary = "Delete a video",
            description =
                    "Deletes film, pictures, captions, jobs and scenes. From the files of the index and of the embedded database its last bytes are purged within the time that is set (timeviper.purge-after).")
    @APIResponse(responseCode = "204", description = "Nothing of it can be found any more.")
    @APIResponse(responseCode = "404", description = RequestHeaders.NO_VIDEO_TEXT)
    @APIResponse(responseCode = "412", description = "It is not the video any more that If-Match names; it stays.")
    @APIResponse(
            responseCode = "503",
            description = "The index cannot be written; nothing has changed. Retry-After says when to ask again.")
    Response delete(
            @Parameter(description = RequestHeaders.ID_TEXT) @PathParam("id") String id,
            @Parameter(description = RequestHeaders.MATCH_TEXT) @HeaderParam(RequestHeaders.IF_MATCH) String ifMatch);
}
