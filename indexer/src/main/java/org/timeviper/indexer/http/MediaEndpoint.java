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
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.PathPart;
import org.timeviper.api.ProblemCode;
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

    private static final String VIDEO = "The video's identity.";
    private static final String NO_PICTURE = "There is no such video, or no picture of it yet.";

    private static final String BRIEFLY = "private, max-age=3600";

    /** Kept, and asked for each time whether it is still so: the sheet and the text that says what is where in it must be of the same pictures. */
    private static final String WHILE_IT_LASTS = "private, no-cache";

    private final Library library;
    private final MediaStore media;

    @Inject
    MediaEndpoint(Library library, MediaStore media) {
        this.library = library;
        this.media = media;
    }

    /**
     * A film as it lies there now.
     *
     * @param size bytes
     * @param tag its entity tag: a registered file may be written anew where it lies, so that the video's name says nothing of its bytes
     */
    private record Film(Video video, long size, String tag) {}

    /** The film: the whole of it, or the range that is asked for. */
    @GET
    @Path("/media")
    @Operation(
            operationId = "film",
            summary = "The film itself",
            description = "The whole of the file as it was uploaded or imported, or a range of it.")
    @APIResponse(responseCode = "200", description = "The film.", content = @Content(mediaType = "video/*"))
    @APIResponse(
            responseCode = "206",
            description = "The range that was asked for.",
            content = @Content(mediaType = "video/*"))
    @APIResponse(responseCode = "304", description = "It is the one that If-None-Match names.")
    @APIResponse(responseCode = "404", description = "There is no such video, or its film is not there.")
    @APIResponse(responseCode = "416", description = "The range lies outside the film.")
    public Response film(
            @Parameter(description = VIDEO) @PathParam("id") String id,
            @Parameter(description = "One range of bytes; several at once mean the whole film.") @HeaderParam("Range")
                    String range,
            @Parameter(
                            description =
                                    "An entity tag: the range is of the film that bears it, else the whole film comes.")
                    @HeaderParam("If-Range")
                    String ifRange,
            @Parameter(description = "Entity tags: a film that bears one of them does not come again.")
                    @HeaderParam("If-None-Match")
                    String ifNoneMatch) {
        Film film = film(id);
        if (ifNoneMatch != null && EntityTags.names(ifNoneMatch, film.tag())) {
            return Response.notModified().header("ETag", film.tag()).build();
        }
        boolean current = ifRange == null || ifRange.equals(film.tag());
        Optional<ByteRange> part = range == null || !current ? Optional.empty() : ByteRange.of(range, film.size());
        long first = part.map(ByteRange::first).orElse(0L);
        long length = part.map(ByteRange::length).orElse(film.size());
        Response.ResponseBuilder response = headers(Response.status(part.isPresent() ? 206 : 200), film)
                .entity(new PathPart(film.video().file(), first, length));
        if (part.isPresent()) {
            response.header("Content-Range", "bytes " + first + "-" + (first + length - 1) + "/" + film.size());
        }
        return response.build();
    }

    /** The film's size and type. */
    @HEAD
    @Path("/media")
    @Operation(operationId = "describeFilm", summary = "Size and type of the film")
    @APIResponse(responseCode = "200", description = "In headers, with its entity tag.")
    @APIResponse(responseCode = "404", description = "There is no such video, or its film is not there.")
    public Response describe(@Parameter(description = VIDEO) @PathParam("id") String id) {
        Film film = film(id);
        return headers(Response.ok(), film)
                .header("Content-Length", film.size())
                .build();
    }

    private static Response.ResponseBuilder headers(Response.ResponseBuilder response, Film film) {
        return response.type(film.video().mediaType())
                .header("Accept-Ranges", "bytes")
                .header("ETag", film.tag())
                .header("X-Content-Type-Options", "nosniff");
    }

    private Film film(String id) {
        Video video = known(id);
        try {
            BasicFileAttributes file = Files.readAttributes(video.file(), BasicFileAttributes.class);
            String tag = "\"" + id + "-" + file.size() + "-"
                    + file.lastModifiedTime().to(TimeUnit.MICROSECONDS) + "\"";
            return new Film(video, file.size(), tag);
        } catch (IOException e) {
            boolean comes = library.source(id).isPresent();
            throw new NotFound(
                    comes ? ProblemCode.FILM_NOT_THERE : ProblemCode.FILM_GONE,
                    comes
                            ? "The film of " + video.name() + " has not come yet: wait for its job " + video.jobId()
                                    + ", or retry that."
                            : "The media file of " + video.name() + " is gone: restore "
                                    + video.file().getFileName() + " or delete the video.");
        }
    }

    /** The sampled picture that is nearest to a second, as JPEG. */
    @GET
    @Path("/thumbnail")
    @Operation(
            summary = "A picture from a film",
            description = "The sampled picture that is nearest to a second, as JPEG.")
    @APIResponse(responseCode = "200", description = "The picture.", content = @Content(mediaType = "image/jpeg"))
    @APIResponse(responseCode = "400", description = "The second is no number.")
    @APIResponse(responseCode = "404", description = NO_PICTURE)
    public Response thumbnail(
            @Parameter(description = VIDEO) @PathParam("id") String id,
            @Parameter(description = "The second; without it, the middle of the film.") @QueryParam("t")
                    Double second) {
        Video video = sampled(id);
        double at = second == null || second.isNaN() ? video.durationSeconds() / 2 : second;
        return picture(SampledFilm.open(media.frames(id)).picture(at), id, BRIEFLY);
    }

    /** Small pictures from all of the film in one JPEG. */
    @GET
    @Path("/storyboard.jpg")
    @Operation(
            summary = "A film at a glance",
            description =
                    "Small pictures from all of the film, at most 240 of them, in one JPEG; storyboard.vtt says which cell shows which seconds.")
    @APIResponse(responseCode = "200", description = "The pictures.", content = @Content(mediaType = "image/jpeg"))
    @APIResponse(responseCode = "404", description = NO_PICTURE)
    public Response storyboard(@Parameter(description = VIDEO) @PathParam("id") String id) {
        sampled(id);
        return picture(Storyboard.of(media.frames(id)).sheet(), id, WHILE_IT_LASTS);
    }

    /** Which cell of the storyboard shows which seconds. */
    @GET
    @Path("/storyboard.vtt")
    @Operation(
            summary = "The cells of a film at a glance",
            description =
                    "WebVTT, of which each cue names a cell of storyboard.jpg (#xywh=x,y,width,height), as players take it for previews on their timeline.")
    @APIResponse(responseCode = "200", description = "The cells.", content = @Content(mediaType = "text/vtt"))
    @APIResponse(responseCode = "404", description = NO_PICTURE)
    public Response cells(@Parameter(description = VIDEO) @PathParam("id") String id) {
        sampled(id);
        return Response.ok(Storyboard.of(media.frames(id)).cues("storyboard.jpg"), "text/vtt;charset=UTF-8")
                .header("Cache-Control", WHILE_IT_LASTS)
                .build();
    }

    private Video sampled(String id) {
        Video video = known(id);
        if (!SampledFilm.finished(media.frames(id))) {
            throw new NotFound(ProblemCode.PICTURE_UNKNOWN, "There is no picture of " + video.name() + " yet.");
        }
        return video;
    }

    private static Response picture(java.nio.file.Path file, String id, String kept) {
        try {
            return Response.ok(Files.readAllBytes(file), "image/jpeg")
                    .header("Cache-Control", kept)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("A picture of video " + id + " cannot be read", e);
        }
    }

    private Video known(String id) {
        return library.video(id)
                .orElseThrow(() -> new NotFound(
                        ProblemCode.VIDEO_UNKNOWN, "There is no video " + VideosEndpoint.shortened(id) + "."));
    }
}
