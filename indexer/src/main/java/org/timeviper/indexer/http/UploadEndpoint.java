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
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
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
    public Response upload(
            @RestForm("file") FileUpload file,
            @RestForm("collection") String collection,
            @RestForm("tags") List<String> tags,
            @RestForm("language") String language,
            @RestForm("metadata") List<String> metadata,
            @HeaderParam(IdempotentRequests.KEY) String key) {
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
