package org.timeviper.indexer.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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

    @Inject
    UploadEndpoint(Intake intake) {
        this.intake = intake;
    }

    /**
     * Takes a film; {@code 201} with the video and its job, whose address is in {@code Location}.
     *
     * @param file the film
     * @param collection the collection it belongs to; null or blank for none
     * @param tags its tags, each value one or several with commas between them
     * @param language the language spoken in it, a BCP 47 tag; null or blank if unknown
     */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.APPLICATION_JSON)
    public Response upload(
            @RestForm("file") FileUpload file,
            @RestForm("collection") String collection,
            @RestForm("tags") List<String> tags,
            @RestForm("language") String language) {
        if (file == null) {
            throw new Refused(400, "Invalid request", "The form has no field 'file' with a film in it.");
        }
        Attributes said = Views.attributes(collection, separate(tags), language);
        return VideosEndpoint.created(intake.upload(file.uploadedFile(), file.fileName(), said));
    }

    private static List<String> separate(List<String> tags) {
        return tags.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .filter(tag -> !tag.isBlank())
                .toList();
    }
}
