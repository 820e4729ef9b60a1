package org.timeviper.indexer.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.timeviper.api.Accepted;
import org.timeviper.api.ExplainRequest;
import org.timeviper.api.ExplainResult;
import org.timeviper.api.GroundRequest;
import org.timeviper.api.GroundResult;
import org.timeviper.api.ImportRequest;
import org.timeviper.api.JobView;
import org.timeviper.api.ProblemCode;
import org.timeviper.api.Reindexing;
import org.timeviper.api.Timeline;
import org.timeviper.api.VideoChange;
import org.timeviper.api.VideoListing;
import org.timeviper.api.VideoView;
import org.timeviper.api.Videos;
import org.timeviper.api.VideosResource;
import org.timeviper.indexer.export.Exports;
import org.timeviper.indexer.export.format.ExportFormat;
import org.timeviper.indexer.library.Attributes;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.library.VideoPage;
import org.timeviper.indexer.library.VideoQuery;
import org.timeviper.indexer.model.LoadedModel;
import org.timeviper.indexer.pipeline.Publishing;

/** The library's videos over HTTP. */
@Singleton
@Blocking
public final class VideosEndpoint implements VideosResource {

    private final Library library;
    private final KnownVideos videos;
    private final VideoRemoval removal;
    private final EntityTags tags;
    private final Intake intake;
    private final VideoGrounding grounding;
    private final VideoExplaining explaining;
    private final Publishing publishing;
    private final Exports exports;
    private final VideoExporting exporting;
    private final LoadedModel model;
    private final CurrentVertxRequest underWay;

    @Inject
    VideosEndpoint(
            Library library,
            VideoRemoval removal,
            EntityTags tags,
            Intake intake,
            VideoGrounding grounding,
            VideoExplaining explaining,
            Publishing publishing,
            Exports exports,
            VideoExporting exporting,
            LoadedModel model,
            CurrentVertxRequest underWay) {
        this.library = library;
        this.videos = new KnownVideos(library);
        this.removal = removal;
        this.tags = tags;
        this.intake = intake;
        this.grounding = grounding;
        this.explaining = explaining;
        this.publishing = publishing;
        this.exports = exports;
        this.exporting = exporting;
        this.model = model;
        this.underWay = underWay;
    }

    @Override
    public Videos list(VideoListing listing) {
        VideoQuery wanted = ListingParameters.read(listing, model::identity);
        VideoPage page = library.page(wanted, listing.from(), listing.size());
        return new Videos(page.videos().stream().map(Views::of).toList(), page.total());
    }

    @Override
    public Response importFile(ImportRequest request, String idempotencyKey) {
        Attributes said =
                Views.attributes(request.collection(), request.tags(), request.language(), request.metadata());
        boolean here = request.path() != null && !request.path().isEmpty();
        if (here == (request.url() != null)) {
            throw new Refused(
                    400,
                    "Invalid request",
                    "Give either 'path', of a file below the import folder, or 'url', of a film on another server.");
        }
        return created(
                here
                        ? intake.register(request.path(), request.name(), said)
                        : intake.fetch(request.url(), request.name(), said));
    }

    static Response created(Accepted accepted) {
        return at(Response.status(201), accepted.job()).entity(accepted).build();
    }

    /** Without scheme and host: what reached the service may not be where its client is. */
    private static Response.ResponseBuilder at(Response.ResponseBuilder response, JobView job) {
        return response.header(HttpHeaders.LOCATION, "/v1/jobs/" + job.id());
    }

    @Override
    public VideoView video(String id) {
        return Views.of(videos.known(id));
    }

    @Override
    public VideoView change(String id, String ifMatch, VideoChange change) {
        return publishing
                .change(id, before -> {
                    tags.check(videos.known(id)); // nobody else changes it meanwhile
                    return Views.changed(before, change);
                })
                .map(Views::of)
                .orElseThrow(() -> KnownVideos.unknown(id));
    }

    /** What a client gave, in quotes, cut between two characters so that it can be written. */
    static String shortened(String given) {
        int most = given.length() > 80 && Character.isHighSurrogate(given.charAt(79)) ? 79 : 80;
        return "'" + (given.length() > most ? given.substring(0, most) + "…" : given) + "'";
    }

    @Override
    public Timeline timeline(String id) {
        Video video = videos.known(id);
        List<StoredScene> scenes = library.scenes(id);
        return new Timeline(
                Views.of(video),
                video.framesSeen(),
                video.framesTotal(),
                scenes.stream().map(Views::of).toList());
    }

    @Override
    public String captions(String id) {
        return exporting.text(ExportFormat.VTT, addresses -> exports.video(id, addresses));
    }

    @Override
    public Response export(String id, String format, String base, String page) {
        return exporting.file(format, base, page, addresses -> exports.video(id, addresses));
    }

    @Override
    public Response reindex(String id, String idempotencyKey) {
        Video video = videos.known(id);
        if (library.source(id).isPresent()) {
            throw new Refused(
                    409,
                    "Film not there",
                    ProblemCode.FILM_NOT_THERE,
                    "The film of " + video.name() + " has not come yet: wait for its job " + video.jobId()
                            + ", or retry it.");
        }
        JobView job = intake.again(video)
                .orElseThrow(() -> new Refused(
                        409,
                        "Job under way",
                        ProblemCode.JOB_UNDER_WAY,
                        "A job of " + video.name() + " is under way already: wait for it, or cancel it."));
        return at(Response.accepted(job), job).build();
    }

    @Override
    public Response reindexStale(int size) {
        VideoPage outdated = library.outdated(model.identity(), size);
        List<JobView> jobs = outdated.videos().stream()
                .map(intake::again)
                .flatMap(Optional::stream)
                .toList();
        return Response.accepted(new Reindexing(
                        jobs, outdated.total() - outdated.videos().size()))
                .build();
    }

    @Override
    public GroundResult ground(String id, GroundRequest request) {
        return grounding.ground(id, request.description(), givenUp());
    }

    @Override
    public ExplainResult explain(String id, ExplainRequest request) {
        return explaining.explain(
                videos.indexed(id), request.question(), request.start(), request.end(), request.heads(), givenUp());
    }

    private BooleanSupplier givenUp() {
        return Departure.of(underWay.getCurrent());
    }

    /** A picture is shown as one, and may neither run nor fetch anything. */
    @Override
    public Response plot(String id, String question, Double start, Double end) {
        return Response.ok(
                        explaining.plot(videos.indexed(id), question, start, end, givenUp()),
                        "image/svg+xml;charset=UTF-8")
                .header("Content-Security-Policy", "default-src 'none'; img-src data:")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    @Override
    public Response delete(String id, String ifMatch) {
        if (!removal.remove(id, tags::check)) {
            throw KnownVideos.unknown(id);
        }
        return Response.noContent().build();
    }
}
