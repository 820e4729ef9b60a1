package org.timeviper.indexer.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.timeviper.api.Accepted;
import org.timeviper.indexer.library.Attributes;

/** Uploads: {@code multipart/form-data} with a field {@code file}, streamed to disk, and fields that say what it is. */
@Path("/v1/videos")
@Singleton
@Blocking
public final class UploadEndpoint {

    private final Intake intake;
    private final IdempotentRequests idempotent;

    @Inject
    UploadEndpoint(Intake intake, IdempotentRequests idempotent) {
        this.intake = intake;
        this.idempotent = idempotent;
    }

    /**
     * Takes a film; {@code 201} with the video and its job, whose address is in {@code Location}.
     *
     * @param file the film
     * @param collection the collection it belongs to; null or blank for none
     * @param tags its tags, each value one or several with commas between them
     * @param language the language spoken in it, a BCP 47 tag; null or blank if unknown
     * @param metadata what else is said of it, each value {@code key=value} or a JSON object of several
     * @param key the client's own for this upload; the same film with the same key is taken once. Null for none
     */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Upload a film",
            description =
                    "multipart/form-data with the film in the field 'file', streamed to disk; 'collection', 'tags' (repeated, or with commas between them) and 'language' say what it is."
                            + " For large films, or connections that break, there is /v1/uploads.")
    @APIResponse(
            responseCode = "201",
            description = "The video and its job, whose address is in Location.",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    @APIResponse(
            responseCode = "400",
            description = "The field 'file' is missing, or another cannot be taken, named in words.")
    @APIResponse(responseCode = "409", description = "The request with this Idempotency-Key is still under way.")
    @APIResponse(responseCode = "413", description = "The film is larger than the limit.")
    @APIResponse(
            responseCode = "422",
            description = "The file is no film that can be used, or the Idempotency-Key has come with another request.")
    @APIResponse(responseCode = "503", description = "Too many are under way; Retry-After says when to ask again.")
    public Response upload(
            @RestForm("file") FileUpload file,
            @RestForm("collection") String collection,
            @RestForm("tags") List<String> tags,
            @RestForm("language") String language,
            @RestForm("metadata") List<String> metadata,
            @Parameter(description = "The client's own for this upload: the same film with the same key is taken once.")
                    @HeaderParam(IdempotentRequests.KEY)
                    String key) {
        if (file == null) {
            throw new Refused(400, "Invalid request", "The form has no field 'file' with a film in it.");
        }
        Attributes said = Views.attributes(collection, separate(tags), language, MetadataText.read(metadata));
        return idempotent.once(
                key,
                () -> fingerprint(file, said),
                () -> VideosEndpoint.created(intake.upload(file.uploadedFile(), file.fileName(), said)));
    }

    private static String fingerprint(FileUpload file, Attributes said) {
        try (InputStream bytes = Files.newInputStream(file.uploadedFile())) {
            return IdempotentRequests.fingerprint("/v1/videos", file.fileName() + "\n" + said, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("The upload " + file.fileName() + " cannot be read", e);
        }
    }

    private static List<String> separate(List<String> tags) {
        return tags.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .filter(tag -> !tag.isBlank())
                .toList();
    }
}
