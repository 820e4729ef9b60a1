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
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** Uploads: {@code multipart/form-data} with a field {@code file}, streamed to disk. */
@Path("/v1/videos")
@Singleton
@Blocking
public final class UploadEndpoint {

    private final Intake intake;

    @Inject
    UploadEndpoint(Intake intake) {
        this.intake = intake;
    }

    /** Takes a film; {@code 201} with the video and its job, whose address is in {@code Location}. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.APPLICATION_JSON)
    public Response upload(@RestForm("file") FileUpload file) {
        if (file == null) {
            throw new Refused(400, "Invalid request", "The form has no field 'file' with a film in it.");
        }
        return VideosEndpoint.created(intake.upload(file.uploadedFile(), file.fileName()));
    }
}
