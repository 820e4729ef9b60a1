package org.timeviper.indexer.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.timeviper.api.ProblemCode;
import org.timeviper.api.UploadView;
import org.timeviper.indexer.library.Answers;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.LibrarySettings;
import org.timeviper.indexer.library.Upload;
import org.timeviper.indexer.library.Uploads;
import org.timeviper.indexer.library.Video;

/**
 * Resumable uploads by the tus protocol 1.0 (<a href="https://tus.io/protocols/resumable-upload">tus.io</a>), with its extensions creation, expiration, checksum and
 * termination. A film that is whole is taken in as one that was uploaded in one piece; what became of it, the last answer says, and {@code GET} of the upload.
 */
@Path("/v1/uploads")
@Singleton
@Blocking
public final class UploadsEndpoint {

    static final String BYTES = "application/offset+octet-stream";

    private static final String UPLOAD = "The upload's identity.";
    private static final String PROTOCOL = "The version of tus: 1.0.0.";
    private static final String EXTENSIONS = "creation,expiration,checksum,termination";
    private static final String ENDED = "Upload ended";

    /** Seconds after which a client may ask again whether there is room for its upload. */
    private static final int LATER = 60;

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Uploads uploads;
    private final Answers answers;
    private final Library library;
    private final UploadFinishing finishing;
    private final LibrarySettings.Upload settings;

    @Inject
    UploadsEndpoint(
            Uploads uploads, Answers answers, Library library, UploadFinishing finishing, LibrarySettings settings) {
        this.uploads = uploads;
        this.answers = answers;
        this.library = library;
        this.finishing = finishing;
        this.settings = settings.upload();
    }

    /** What of the protocol this service does. */
    @OPTIONS
    @Operation(summary = "What of the tus protocol is understood")
    @APIResponse(
            responseCode = "204",
            description = "Versions, extensions, checksums and the largest upload, in headers.")
    public Response abilities() {
        return Response.noContent()
                .header("Tus-Version", TusRequests.VERSION)
                .header("Tus-Extension", EXTENSIONS)
                .header("Tus-Max-Size", settings.maxSize().asLongValue())
                .header("Tus-Checksum-Algorithm", UploadChecksum.algorithms())
                .build();
    }

    /** The same, for those who ask it of an upload. */
    @OPTIONS
    @Path("/{id}")
    @Operation(hidden = true)
    public Response abilitiesOfOne(@PathParam("id") String id) {
        return abilities();
    }

    /**
     * Begins an upload; {@code 201} with its address in {@code Location}.
     *
     * @param length bytes of the film
     * @param metadata what the client says of it: {@code filename}, {@code collection}, {@code tags}, {@code language}, {@code metadata}, each with its value in Base64
     * @param idempotencyKey the client's own for this upload, which is then begun once; null for none
     */
    @POST
    @Operation(
            summary = "Begin a resumable upload",
            description =
                    "tus 1.0, creation. Upload-Metadata takes filename, collection, tags (with commas between them), language and metadata (a JSON object of texts).")
    @APIResponse(
            responseCode = "201",
            description = "Its address is in Location, until when it waits in Upload-Expires.")
    @APIResponse(responseCode = "400", description = "A header that is missing or cannot be read, named in words.")
    @APIResponse(responseCode = "412", description = "Another version of the protocol.")
    @APIResponse(responseCode = "413", description = "The film is larger than the limit.")
    @APIResponse(
            responseCode = "503",
            description = "Too many uploads are under way; Retry-After says when to ask again.")
    @APIResponse(responseCode = "507", description = "The disk has no room for the film.")
    public Response create(
            @Parameter(description = PROTOCOL) @HeaderParam(TusRequests.VERSION_HEADER) String version,
            @Parameter(description = "How many bytes the film has.") @HeaderParam("Upload-Length") String length,
            @Parameter(
                            description =
                                    "Keys, each with its value in Base64, and commas between them: filename, collection, tags, language.")
                    @HeaderParam("Upload-Metadata")
                    String metadata,
            @Parameter(description = "The client's own for this upload, which is then begun once.")
                    @HeaderParam(IdempotentRequests.KEY)
                    String idempotencyKey) {
        check(version);
        long size = number("Upload-Length", length);
        UploadMetadata said = UploadMetadata.read(metadata);
        checkRoom(size, said.name());
        Instant now = Instant.now();
        Upload upload = new Upload(
                UUID.randomUUID().toString(),
                said.name(),
                said.said(),
                metadata == null ? "" : metadata,
                size,
                0,
                now,
                now.plus(settings.expires()),
                false,
                null);
        uploads.add(upload);
        if (size == 0) {
            finishing.finish(upload);
        }
        return expiring(Response.status(201), upload.expiresAt())
                .header("Location", "/v1/uploads/" + upload.id())
                .build();
    }

    private void checkRoom(long size, String name) {
        long limit = settings.maxSize().asLongValue();
        if (size > limit) {
            throw new Refused(
                    413,
                    "Too large",
                    ProblemCode.TOO_LARGE,
                    name + " has " + size + " bytes, the limit is " + limit
                            + ": raise timeviper.upload.max-size, or register the file below the import folder.");
        }
        if (size > uploads.unpromised()) {
            throw new Refused(
                    507,
                    "Insufficient storage",
                    ProblemCode.NO_ROOM,
                    name + " has " + size
                            + " bytes, for which the service's disk has no room beside the uploads that are under way: make room there first.");
        }
        if (uploads.underWay() >= settings.mostUnderWay()) {
            throw new Refused(
                    503,
                    "Too many uploads",
                    ProblemCode.BUSY,
                    settings.mostUnderWay()
                            + " uploads are under way, and no more are taken: end some, wait, or raise timeviper.upload.most-under-way.",
                    LATER);
        }
    }

    /** Where an upload stands: what to go on from. */
    @HEAD
    @Path("/{id}")
    @Operation(summary = "Where a resumable upload stands", description = "tus 1.0: go on from Upload-Offset.")
    @APIResponse(
            responseCode = "200",
            description = "Upload-Offset and Upload-Length; Upload-Video and Upload-Job once it is in the library.")
    @APIResponse(responseCode = "404", description = "There is no such upload, or it has expired.")
    @APIResponse(responseCode = "410", description = "It was refused, or has expired.")
    public Response offset(
            @Parameter(description = PROTOCOL) @HeaderParam(TusRequests.VERSION_HEADER) String version,
            @Parameter(description = UPLOAD) @PathParam("id") String id) {
        check(version);
        Upload upload = going(id);
        Response.ResponseBuilder response = standing(Response.ok(), upload)
                .header("Upload-Length", upload.sizeBytes())
                .header("Cache-Control", "no-store");
        if (!upload.metadata().isEmpty()) {
            response.header("Upload-Metadata", upload.metadata());
        }
        return response.build();
    }

    /** The same and more, for who speaks JSON. */
    @GET
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "A resumable upload as it stands, and what became of it")
    @APIResponse(responseCode = "200", description = "The upload; once it is in the library, with its video and job.")
    @APIResponse(responseCode = "404", description = "There is no such upload, or it has expired.")
    public UploadView view(@Parameter(description = UPLOAD) @PathParam("id") String id) {
        Upload upload = known(id);
        return Views.of(upload, became(upload));
    }

    /**
     * Takes bytes of the film. With the last of them the film is looked into and taken into the library: {@code Upload-Video} and {@code Upload-Job} say where it is.
     *
     * @param offset where they begin; must be where the upload stands
     * @param checksum what they must add up to; null for no check
     */
    @PATCH
    @Path("/{id}")
    @Consumes(BYTES)
    @Operation(
            summary = "Send bytes of a resumable upload",
            description = "tus 1.0: the film, or a part of it, from Upload-Offset on.")
    @APIResponse(
            responseCode = "204",
            description =
                    "Upload-Offset says what is safe; with the last byte, Upload-Video and Upload-Job say where the film is.")
    @APIResponse(responseCode = "404", description = "There is no such upload, or it has expired.")
    @APIResponse(
            responseCode = "409",
            description = "The upload stands elsewhere than Upload-Offset says, or another request goes on with it.")
    @APIResponse(responseCode = "410", description = "It has expired.")
    @APIResponse(responseCode = "413", description = "More comes than Upload-Length said.")
    @APIResponse(
            responseCode = "422",
            description = "What has come is no film that can be used; nothing of it is kept.")
    @APIResponse(
            responseCode = "460",
            description = "The bytes are not those that Upload-Checksum says; they are thrown away.")
    @APIResponse(
            responseCode = "503",
            description = "Too many transfers are under way; Retry-After says when to ask again.")
    @APIResponse(responseCode = "507", description = "The service's disk is full; what is safe stays.")
    public Response receive(
            @Parameter(description = PROTOCOL) @HeaderParam(TusRequests.VERSION_HEADER) String version,
            @Parameter(description = UPLOAD) @PathParam("id") String id,
            @Parameter(description = "Where the bytes begin: where the upload stands.") @HeaderParam("Upload-Offset")
                    String offset,
            @Parameter(description = "An algorithm, and in Base64 what the bytes must add up to by it.")
                    @HeaderParam("Upload-Checksum")
                    String checksum,
            @Parameter(description = "How many bytes come.") @HeaderParam("Content-Length") Long coming,
            InputStream body) {
        check(version);
        Optional<UploadChecksum> sum = UploadChecksum.read(checksum);
        Upload upload = going(id);
        checkStanding(upload, number("Upload-Offset", offset));
        if (coming != null && coming > upload.sizeBytes() - upload.receivedBytes()) {
            throw UploadReceiving.tooMuch(upload);
        }
        if (!upload.whole()) {
            receive(upload, sum, body);
        }
        Upload now = known(id);
        if (now.whole() && !now.ended()) {
            finishing.finish(now);
            now = known(id);
        }
        return standing(Response.noContent(), now).build();
    }

    private void receive(Upload upload, Optional<UploadChecksum> sum, InputStream body) {
        try {
            new UploadReceiving(uploads, upload, sum, settings.expires()).receive(body);
        } catch (UploadReceiving.BrokenOff e) {
            throw new Refused(
                    400,
                    "Broken off",
                    ProblemCode.UPLOAD_BROKEN_OFF,
                    "The transfer of " + upload.name()
                            + " broke off: ask with HEAD how far it came, and go on from there.");
        }
    }

    private static void checkStanding(Upload upload, long offset) {
        if (offset != upload.receivedBytes()) {
            throw new Refused(
                    409,
                    "Wrong offset",
                    ProblemCode.UPLOAD_WRONG_OFFSET,
                    "The upload stands at byte " + upload.receivedBytes() + ", and Upload-Offset says " + offset
                            + ": go on from where it stands.");
        }
    }

    /** Ends an upload and throws away what has come; a video that it became stays. */
    @DELETE
    @Path("/{id}")
    @Operation(summary = "End a resumable upload", description = "tus 1.0, termination. A video that it became stays.")
    @APIResponse(responseCode = "204", description = "Nothing of it is kept.")
    @APIResponse(responseCode = "404", description = "There is no such upload.")
    @APIResponse(responseCode = "409", description = "All of it has come, and it becomes a video just now.")
    public Response terminate(
            @Parameter(description = PROTOCOL) @HeaderParam(TusRequests.VERSION_HEADER) String version,
            @Parameter(description = UPLOAD) @PathParam("id") String id) {
        check(version);
        if (!uploads.terminate(known(id).id())) {
            throw new Refused(
                    409,
                    "Being taken in",
                    ProblemCode.UPLOAD_OVERTAKEN,
                    "The upload of " + known(id).name()
                            + " is whole and is being taken into the library just now: wait for that, and delete the video.");
        }
        answers.forget(id);
        return Response.noContent().build();
    }

    private Response.ResponseBuilder standing(Response.ResponseBuilder response, Upload upload) {
        became(upload).ifPresent(video -> response.header("Upload-Video", "/v1/videos/" + video.id())
                .header("Upload-Job", "/v1/jobs/" + video.jobId()));
        return expiring(response, upload.expiresAt()).header("Upload-Offset", upload.receivedBytes());
    }

    private Optional<Video> became(Upload upload) {
        return upload.whole() ? library.video(upload.id()) : Optional.empty();
    }

    private static Response.ResponseBuilder expiring(Response.ResponseBuilder response, Instant expires) {
        return response.header("Upload-Expires", HTTP_DATE.format(expires));
    }

    private static void check(String version) {
        if (!TusRequests.VERSION.equals(version)) {
            throw new Refused(
                    412,
                    TusRequests.UNKNOWN_VERSION,
                    "The header Tus-Resumable must be " + TusRequests.VERSION
                            + ": this is the version of the protocol that is understood here.");
        }
    }

    private static long number(String header, String value) {
        if (value == null || !value.matches("\\d{1,18}")) {
            throw new Refused(
                    400,
                    "Invalid request",
                    "The header " + header + " must be a number of bytes"
                            + (value == null ? "." : " (it is " + VideosEndpoint.shortened(value) + ")."));
        }
        return Long.parseLong(value);
    }

    private Upload known(String id) {
        return uploads.upload(id).orElseThrow(() -> unknown(id));
    }

    /** An upload that can be gone on with, or that has become a video. */
    private Upload going(String id) {
        Upload upload = known(id);
        if (upload.problem() != null) {
            throw new Refused(410, ENDED, ProblemCode.UPLOAD_REFUSED, upload.problem());
        }
        if (!upload.whole() && upload.expiresAt().isBefore(Instant.now())) {
            throw new Refused(
                    410,
                    ENDED,
                    ProblemCode.UPLOAD_EXPIRED,
                    "The upload of " + upload.name() + " has expired: begin it again.");
        }
        return upload;
    }

    private static NotFound unknown(String id) {
        return new NotFound(
                ProblemCode.UPLOAD_UNKNOWN,
                "There is no upload " + VideosEndpoint.shortened(id)
                        + ": it has expired, or was ended. Begin it again.");
    }
}
