package org.timeviper.indexer.export.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.timeviper.indexer.export.marker.Edit;
import org.timeviper.indexer.export.marker.EditorsCount;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.FrameSpan;
import org.timeviper.indexer.export.marker.Marker;
import org.timeviper.indexer.export.marker.MarkerList;
import org.timeviper.indexer.media.FrameRate;

/**
 * OpenTimelineIO: a timeline of one video track, the edits as clips with their markers, and beside it one of sound where a film has any. Times are counted in the film's frames
 * from the file's timecode on, at a usual rate where no editing system has the film's own, which the metadata tell; the file is looked for beside the exported one. The schema
 * versions are those that every release since 0.12 reads.
 */
final class OpenTimeline implements MarkerWriter {

    private static final int LONGEST_NAME = 120;

    @Override
    public String write(MarkerList given) {
        EditorsCount counted = EditorsCount.of(given);
        MarkerList list = counted.list();
        List<Edit> edits = Edit.of(list);
        List<Map<String, Object>> tracks = new ArrayList<>();
        tracks.add(track(
                "V1",
                "Video",
                edits.stream().map(edit -> clip(edit, edit.marks(), counted)).toList()));
        if (list.films().stream().anyMatch(Film::sound)) {
            tracks.add(track(
                    "A1",
                    "Audio",
                    edits.stream().map(edit -> sound(edit, counted)).toList()));
        }
        Map<String, Object> stack = JsonText.object(
                "OTIO_SCHEMA",
                "Stack.1",
                "name",
                "tracks",
                "children",
                tracks,
                "markers",
                List.of(),
                "effects",
                List.of(),
                "metadata",
                Map.of());
        return JsonText.file(JsonText.object(
                "OTIO_SCHEMA", "Timeline.1",
                "name", list.title().within(LONGEST_NAME),
                "global_start_time", start(list),
                "tracks", stack,
                "metadata", Map.of()));
    }

    private static Map<String, Object> track(String name, String kind, List<Map<String, Object>> children) {
        return JsonText.object(
                "OTIO_SCHEMA",
                "Track.1",
                "name",
                name,
                "kind",
                kind,
                "children",
                children,
                "markers",
                List.of(),
                "effects",
                List.of(),
                "metadata",
                Map.of());
    }

    /** Of a whole film its own timecode; of a selection one hour, at the first film's rate. */
    private static Map<String, Object> start(MarkerList list) {
        if (list.films().isEmpty()) {
            return null;
        }
        Film first = list.films().getFirst();
        long start =
                list.whole() != null ? first.firstCount() : first.counting().hour();
        return time(start, first.rate());
    }

    /** What is heard while an edit is seen: its film, or nothing where that is silent. */
    private static Map<String, Object> sound(Edit edit, EditorsCount counted) {
        Film film = edit.film();
        return film.sound()
                ? clip(edit, List.of(), counted)
                : JsonText.object(
                        "OTIO_SCHEMA", "Gap.1",
                        "name", "",
                        "source_range", range(film, 0, edit.span().length()),
                        "markers", List.of(),
                        "effects", List.of(),
                        "metadata", Map.of());
    }

    private static Map<String, Object> clip(Edit edit, List<Marker> marks, EditorsCount counted) {
        Film film = edit.film();
        return JsonText.object(
                "OTIO_SCHEMA",
                "Clip.1",
                "name",
                edit.name().within(LONGEST_NAME),
                "source_range",
                range(film, edit.span()),
                "media_reference",
                media(film, counted),
                "markers",
                marks.stream().map(OpenTimeline::marker).toList(),
                "effects",
                List.of(),
                "metadata",
                metadata("label", edit.label().text(), "video", film.id()));
    }

    private static Map<String, Object> media(Film film, EditorsCount counted) {
        return JsonText.object(
                "OTIO_SCHEMA",
                "ExternalReference.1",
                "name",
                film.name().text(),
                "target_url",
                FileReference.of(film),
                "available_range",
                range(film, film.whole()),
                "metadata",
                metadata(
                        "video",
                        film.id(),
                        "address",
                        film.media().toString(),
                        "rate",
                        counted.rate(film).toString(),
                        "variable_rate",
                        film.slate().variable(),
                        "start_timecode",
                        film.timecode(0),
                        "reel",
                        film.slate().reel()));
    }

    private static Map<String, Object> marker(Marker marker) {
        return JsonText.object(
                "OTIO_SCHEMA",
                "Marker.2",
                "name",
                marker.label().text(),
                "color",
                MarkerColour.of(marker.kind()),
                "marked_range",
                range(marker.film(), marker.span()),
                "metadata",
                metadata("kind", marker.kind().word(), "confidence", marker.confidence()));
    }

    private static Map<String, Object> metadata(Object... namesAndValues) {
        return Map.of("timeviper", JsonText.object(namesAndValues));
    }

    private static Map<String, Object> range(Film film, FrameSpan span) {
        return range(film, film.firstCount() + span.start(), span.length());
    }

    private static Map<String, Object> range(Film film, long start, long length) {
        return JsonText.object(
                "OTIO_SCHEMA", "TimeRange.1",
                "start_time", time(start, film.rate()),
                "duration", time(length, film.rate()));
    }

    private static Map<String, Object> time(long frame, FrameRate rate) {
        return JsonText.object("OTIO_SCHEMA", "RationalTime.1", "rate", rate.perSecond(), "value", (double) frame);
    }
}
