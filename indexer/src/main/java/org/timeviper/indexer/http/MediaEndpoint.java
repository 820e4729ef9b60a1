package org.timeviper.indexer.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.PathPart;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.media.SampledFilm;
import org.timeviper.indexer.media.Storyboard;

/** The media files themselves, with range requests, and pictures from them. */
@Path("/v1/videos/{id}")
@Singleton
@Blocking
public final class MediaEndpoint {

    private static final String BRIEFLY = "private, max-age=3600";

    private final Library library;
    private final MediaStore media;

    @Inject
    MediaEndpoint(Library library, MediaStore media) {
        this.library = library;
        this.media = media;
    }

    /** The film: the whole of it, or the range that is asked for. */
    @GET
    @Path("/media")
    public Response film(
            @PathParam("id") String id, @HeaderParam("Range") String range, @HeaderParam("If-Range") String ifRange) {
        Video video = known(id);
        long size = size(video);
        boolean current = ifRange == null || ifRange.equals(tag(video));
        Optional<ByteRange> part = range == null || !current ? Optional.empty() : ByteRange.of(range, size);
        long first = part.map(ByteRange::first).orElse(0L);
        long length = part.map(ByteRange::length).orElse(size);
        Response.ResponseBuilder response = headers(Response.status(part.isPresent() ? 206 : 200), video)
                .entity(new PathPart(video.file(), first, length));
        if (part.isPresent()) {
            response.header("Content-Range", "bytes " + first + "-" + (first + length - 1) + "/" + size);
        }
        return response.build();
    }

    /** The film's size and type. */
    @HEAD
    @Path("/media")
    public Response describe(@PathParam("id") String id) {
        Video video = known(id);
        return headers(Response.ok(), video)
                .header("Content-Length", size(video))
                .build();
    }

    private static Response.ResponseBuilder headers(Response.ResponseBuilder response, Video video) {
        return response.type(video.mediaType())
                .header("Accept-Ranges", "bytes")
                .header("ETag", tag(video))
                .header("X-Content-Type-Options", "nosniff");
    }

    private static String tag(Video video) {
        return "\"" + video.id() + "\"";
    }

    private static long size(Video video) {
        try {
            return Files.size(video.file());
        } catch (IOException e) {
            throw new NotFound("The media file of " + video.name() + " is gone: restore "
                    + video.file().getFileName() + " or delete the video.");
        }
    }

    /** The sampled picture that is nearest to a second, as JPEG. */
    @GET
    @Path("/thumbnail")
    public Response thumbnail(@PathParam("id") String id, @QueryParam("t") Double second) {
        Video video = sampled(id);
        double at = second == null || second.isNaN() ? video.durationSeconds() / 2 : second;
        return picture(SampledFilm.open(media.frames(id)).picture(at), id);
    }

    /** Small pictures from all of the film in one JPEG. */
    @GET
    @Path("/storyboard.jpg")
    @Operation(
            summary = "A film at a glance",
            description =
                    "Small pictures from all of the film, at most 240 of them, in one JPEG; storyboard.vtt says which cell shows which seconds.")
    public Response storyboard(@PathParam("id") String id) {
        sampled(id);
        return picture(Storyboard.of(media.frames(id)).sheet(), id);
    }

    /** Which cell of the storyboard shows which seconds. */
    @GET
    @Path("/storyboard.vtt")
    @Operation(
            summary = "The cells of a film at a glance",
            description =
                    "WebVTT, of which each cue names a cell of storyboard.jpg (#xywh=x,y,width,height), as players take it for previews on their timeline.")
    public Response cells(@PathParam("id") String id) {
        sampled(id);
        return Response.ok(Storyboard.of(media.frames(id)).cues("storyboard.jpg"), "text/vtt;charset=UTF-8")
                .header("Cache-Control", BRIEFLY)
                .build();
    }

    private Video sampled(String id) {
        Video video = known(id);
        if (!SampledFilm.finished(media.frames(id))) {
            throw new NotFound("There is no picture of " + video.name() + " yet.");
        }
        return video;
    }

    private static Response picture(java.nio.file.Path file, String id) {
        try {
            return Response.ok(Files.readAllBytes(file), "image/jpeg")
                    .header("Cache-Control", BRIEFLY)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("A picture of video " + id + " cannot be read", e);
        }
    }

    private Video known(String id) {
        return library.video(id)
                .orElseThrow(() -> new NotFound("There is no video " + VideosEndpoint.shortened(id) + "."));
    }
}
