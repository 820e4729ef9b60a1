package org.timeviper.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Indexing jobs. A job's progress as server-sent events, one whenever it changes ({@code GET /v1/jobs/{id}/events}), streams and stands with the server. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
public interface JobsResource {

    /**
     * Lists jobs, newest first.
     *
     * @param from how many are passed over
     * @param size how many at most
     * @param state only jobs in this state: {@code QUEUED}, {@code RUNNING}, {@code DONE}, {@code FAILED} or {@code CANCELLED}; null for all
     * @param video only jobs of this video; null for all
     */
    @GET
    @Operation(
            operationId = "listJobs",
            summary = "List jobs",
            description = "Newest first, narrowed down by state and video.")
    @APIResponse(
            responseCode = "200",
            description = "A page of jobs, and how many there are in all; its tag is in ETag.")
    @APIResponse(responseCode = "304", description = RequestHeaders.SAME_TEXT)
    @APIResponse(responseCode = "400", description = "A parameter that cannot be read, named in words.")
    Jobs list(
            @Parameter(description = "How many jobs are passed over.") @QueryParam("from") @DefaultValue("0") @Min(0)
                    int from,
            @Parameter(description = "How many jobs are listed at most.")
                    @QueryParam("size")
                    @DefaultValue("50")
                    @Min(1)
                    @Max(500)
                    int size,
            @Parameter(description = "Only jobs in this state: QUEUED, RUNNING, DONE, FAILED or CANCELLED.")
                    @QueryParam("state")
                    String state,
            @Parameter(description = "Only jobs of this video.") @QueryParam("video") @Size(max = 36) String video);

    /** One job as it stands; {@code 404} when there is none. */
    @GET
    @Path("/{id}")
    @Operation(
            summary = "Read a job",
            description = "How it stands: its state, the step under way, and how much is done.")
    @APIResponse(responseCode = "200", description = "The job; its tag is in ETag.")
    @APIResponse(responseCode = "304", description = RequestHeaders.SAME_TEXT)
    @APIResponse(responseCode = "404", description = "There is no such job.")
    JobView job(@Parameter(description = RequestHeaders.JOB_TEXT) @PathParam("id") String id);

    /**
     * Ends a job that waits or is under way, also in the middle of a film; what it has found so far is kept. The video stays. One that has ended already is left as it is,
     * and one that is just being published is done.
     *
     * @param idempotencyKey the client's own for this request, which is then done once; null for none
     */
    @POST
    @Path("/{id}/cancel")
    @Operation(
            summary = "Cancel a job",
            description =
                    "It ends within seconds; the video stays, and what was found so far is kept for a retry. A job that is just being published may be done instead.")
    @APIResponse(responseCode = "200", description = "The job as it is now.")
    @APIResponse(responseCode = "404", description = "There is no such job.")
    @APIResponse(responseCode = "409", description = "The job has ended in another way already.")
    @APIResponse(responseCode = "422", description = RequestHeaders.TAKEN_TEXT)
    JobView cancel(
            @Parameter(description = RequestHeaders.JOB_TEXT) @PathParam("id") String id,
            @Parameter(description = RequestHeaders.KEY_TEXT) @HeaderParam(RequestHeaders.IDEMPOTENCY_KEY)
                    String idempotencyKey);

    /**
     * Puts a job that failed or was cancelled on the schedule again; it goes on after the last step that it has finished.
     *
     * @param idempotencyKey the client's own for this request, which is then done once; null for none
     */
    @POST
    @Path("/{id}/retry")
    @Operation(summary = "Retry a job", description = "It goes on after the last step that it has finished.")
    @APIResponse(responseCode = "200", description = "The job as it is now.")
    @APIResponse(responseCode = "404", description = "There is no such job.")
    @APIResponse(responseCode = "409", description = "The job is done or under way, or the video has a later one.")
    @APIResponse(responseCode = "422", description = RequestHeaders.TAKEN_TEXT)
    JobView retry(
            @Parameter(description = RequestHeaders.JOB_TEXT) @PathParam("id") String id,
            @Parameter(description = RequestHeaders.KEY_TEXT) @HeaderParam(RequestHeaders.IDEMPOTENCY_KEY)
                    String idempotencyKey);
}
