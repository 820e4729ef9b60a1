package org.timeviper.indexer.export;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.timeviper.api.ExportSpan;
import org.timeviper.api.Moment;
import org.timeviper.api.SearchResults;
import org.timeviper.indexer.export.marker.Addresses;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Label;
import org.timeviper.indexer.export.marker.Marker;
import org.timeviper.indexer.export.marker.MarkerList;
import org.timeviper.indexer.library.Library;
import org.timeviper.indexer.library.MediaStore;
import org.timeviper.indexer.library.StoredScene;
import org.timeviper.indexer.library.Video;
import org.timeviper.indexer.media.FilmReader;
import org.timeviper.indexer.media.FrameRate;
import org.timeviper.indexer.media.MediaInfo;
import org.timeviper.indexer.media.Slate;
import org.timeviper.indexer.media.UnreadableMedia;
import org.timeviper.indexer.search.Links;
import org.timeviper.indexer.search.MomentRequest;
import org.timeviper.indexer.search.SceneSearch;

/** Gathers what is to be exported. Seconds become frames here, at each film's own rate. */
public final class Exports {

    private static final Logger LOG = LoggerFactory.getLogger(Exports.class);
    private static final double USUAL_RATE = 25;

    private final Library library;
    private final SceneSearch search;
    private final FilmReader films;

    public Exports(Library library, SceneSearch search, FilmReader films) {
        this.library = library;
        this.search = search;
        this.films = films;
    }

    /**
     * Gathers all scenes and events of a video.
     *
     * @param addresses where links lead
     * @throws UnusableSpan when there is no such video, or it is not indexed yet
     */
    public MarkerList video(String id, Addresses addresses) {
        Film film = film(indexed(id), addresses);
        List<Marker> markers = library.scenes(id).stream()
                .map(scene -> new Marker(
                        film,
                        film.nearest(scene.start(), scene.end()),
                        new Label(scene.caption()),
                        scene.kind().equals("event") ? Marker.Kind.EVENT : Marker.Kind.SCENE,
                        scene.confidence()))
                .toList();
        return new MarkerList(film.name(), addresses, film, markers);
    }

    /**
     * Gathers spans that somebody has chosen, in their order. One without a label is called what is said of the scene that it shares most with.
     *
     * @param title what the list is called; null for the first film's name
     * @param addresses where links lead
     * @throws UnusableSpan when one of them is no span of an indexed video
     */
    public MarkerList selection(String title, List<ExportSpan> spans, Addresses addresses) {
        Map<String, Film> known = new HashMap<>();
        Map<String, List<StoredScene>> scenes = new HashMap<>();
        List<Marker> markers = new ArrayList<>();
        for (ExportSpan span : spans) {
            Film film = known.computeIfAbsent(span.video(), id -> film(indexed(id), addresses));
            requireSpan(span, film);
            Label given = new Label(span.label());
            markers.add(new Marker(
                    film,
                    film.nearest(span.start(), span.end()),
                    given.isEmpty() ? said(span, film, scenes.computeIfAbsent(film.id(), library::scenes)) : given,
                    Marker.Kind.SELECTION,
                    null));
        }
        return new MarkerList(title(title, markers), addresses, null, markers);
    }

    private static void requireSpan(ExportSpan span, Film film) {
        double length = film.seconds(film.frames()).doubleValue();
        if (!(span.start() < Math.min(span.end(), length))) {
            throw new UnusableSpan(
                    UnusableSpan.Kind.NO_SPAN,
                    String.format(
                            Locale.ROOT,
                            "The selection from %.3f to %.3f s of %s is no span: it must start before it ends, within the film's %.3f s.",
                            span.start(),
                            span.end(),
                            film.name().text(),
                            length));
        }
    }

    private static Label said(ExportSpan span, Film film, List<StoredScene> scenes) {
        return scenes.stream()
                .filter(scene -> shared(scene, span) > 0)
                .max(Comparator.comparingDouble(scene -> shared(scene, span)))
                .map(scene -> new Label(scene.caption()))
                .filter(label -> !label.isEmpty())
                .orElse(film.name());
    }

    /** What scene and span have in common, of all that either has: 0 to 1. */
    private static double shared(StoredScene scene, ExportSpan span) {
        double common = Math.min(scene.end(), span.end()) - Math.max(scene.start(), span.start());
        double all = Math.max(scene.end(), span.end()) - Math.min(scene.start(), span.start());
        return all > 0 ? Math.max(0, common / all) : 0;
    }

    private static Label title(String title, List<Marker> markers) {
        Label given = new Label(title);
        return given.isEmpty() ? markers.getFirst().film().name() : given;
    }

    /**
     * Gathers the moments that a search finds, best first.
     *
     * @param title what the list is called; null for the query
     * @param addresses where links lead
     * @throws UnusableSpan when the search finds nothing that it can stand for
     */
    public MarkerList found(String title, MomentRequest request, Addresses addresses) {
        SearchResults results = search.search(request);
        if (!results.confident() || results.moments().isEmpty()) {
            throw new UnusableSpan(
                    UnusableSpan.Kind.NOTHING_FOUND,
                    "There is nothing to export. " + (results.message() == null ? "" : results.message()));
        }
        Map<String, Video> videos = library.videos(
                results.moments().stream().map(Moment::video).distinct().toList());
        Map<String, Film> known = new HashMap<>();
        List<Marker> markers = new ArrayList<>();
        for (Moment moment : results.moments()) {
            if (videos.containsKey(moment.video())) { // else it was deleted meanwhile
                Film film = known.computeIfAbsent(moment.video(), id -> film(videos.get(id), addresses));
                markers.add(new Marker(
                        film,
                        film.nearest(moment.start(), moment.end()),
                        new Label(moment.caption()),
                        Marker.Kind.MOMENT,
                        null));
            }
        }
        Label given = new Label(title);
        return new MarkerList(given.isEmpty() ? new Label(results.query()) : given, addresses, null, markers);
    }

    private Video indexed(String id) {
        Video video = library.video(id)
                .orElseThrow(() -> new UnusableSpan(
                        UnusableSpan.Kind.UNKNOWN_VIDEO,
                        "There is no video '" + new Label(id).within(80) + "'. GET /v1/videos lists what there is."));
        return switch (video.state()) {
            case READY -> video;
            case INDEXING -> throw notIndexed(video, "is not indexed yet: wait for its job " + video.jobId() + ".");
            case FAILED -> throw notIndexed(video, "could not be indexed, so index it again: " + video.problem());
            case CANCELLED ->
                throw notIndexed(video, "is not indexed, as its job " + video.jobId() + " was cancelled: retry it.");
        };
    }

    private static UnusableSpan notIndexed(Video video, String why) {
        return new UnusableSpan(UnusableSpan.Kind.NOT_INDEXED, "The video " + video.name() + " " + why);
    }

    private Film film(Video given, Addresses addresses) {
        Video video = given.slate() == null ? asked(given) : given;
        Slate slate = video.slate() == null ? guessed(video) : video.slate();
        String thumbnail = Links.thumbnail(video.id(), video.durationSeconds() / 2);
        return new Film(
                video.id(),
                new Label(video.name()),
                new Label(fileName(video)),
                video.mediaType(),
                slate,
                Math.max(1, slate.rate().nearestFrame(video.durationSeconds())),
                video.width(),
                video.height(),
                video.sound(),
                video.attributes().metadata(),
                video.createdAt(),
                addresses.service().resolve("v1/videos/" + video.id() + "/media"),
                addresses.service().resolve(thumbnail.substring(1)));
    }

    /** One that was indexed before this was asked is looked into now, once. */
    private Video asked(Video video) {
        try {
            MediaInfo info = films.probe(video.file(), video.name());
            library.slate(video.id(), info.audio(), info.slate());
            return library.video(video.id()).orElse(video);
        } catch (UnreadableMedia | UncheckedIOException e) {
            LOG.warn("The file of {} cannot be asked for its timecode: {}", video.name(), e.getMessage());
            return video;
        }
    }

    private static Slate guessed(Video video) {
        double rate = video.frameRate() > 0 ? video.frameRate() : USUAL_RATE;
        return new Slate(FrameRate.near(rate), false, null, null);
    }

    /** What the file is called where it came from: an import keeps that name, whatever people call it; of an upload it is what people call it. */
    private static String fileName(Video video) {
        return MediaStore.took(video.file(), video.id())
                ? video.name()
                : video.file().getFileName().toString();
    }
}
