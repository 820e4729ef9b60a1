package org.timeviper.indexer.export.format;

import java.util.List;
import java.util.Map;
import org.timeviper.indexer.export.marker.Edit;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.FrameSpan;
import org.timeviper.indexer.export.marker.Marker;
import org.timeviper.indexer.export.marker.MarkerList;
import org.timeviper.indexer.media.FrameRate;

/**
 * OpenTimelineIO: a timeline of one video track, the edits as clips with their markers. Times are counted in the film's frames from the file's timecode on; the file is looked
 * for beside the exported one. The schema versions are those that every release since 0.12 reads.
 */
final class OpenTimeline implements MarkerWriter {

    private static final int LONGEST_NAME = 120;

    @Override
    public String write(MarkerList list) {
        List<Map<String, Object>> clips =
                Edit.of(list).stream().map(OpenTimeline::clip).toList();
        Map<String, Object> track = JsonText.object(
                "OTIO_SCHEMA",
                "Track.1",
                "name",
                "V1",
                "kind",
                "Video",
                "children",
                clips,
                "markers",
                List.of(),
                "effects",
                List.of(),
                "metadata",
                Map.of());
        Map<String, Object> stack = JsonText.object(
                "OTIO_SCHEMA", "Stack.1",
                "name", "tracks",
                "children", List.of(track),
                "markers", List.of(),
                "effects", List.of(),
                "metadata", Map.of());
        return JsonText.file(JsonText.object(
                "OTIO_SCHEMA", "Timeline.1",
                "name", list.title().within(LONGEST_NAME),
                "global_start_time", start(list),
                "tracks", stack,
                "metadata", Map.of()));
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

    private static Map<String, Object> clip(Edit edit) {
        Film film = edit.film();
        return JsonText.object(
                "OTIO_SCHEMA",
                "Clip.1",
                "name",
                edit.name().within(LONGEST_NAME),
                "source_range",
                range(film, edit.span()),
                "media_reference",
                media(film),
                "markers",
                edit.marks().stream().map(OpenTimeline::marker).toList(),
                "effects",
                List.of(),
                "metadata",
                metadata("label", edit.label().text(), "video", film.id()));
    }

    private static Map<String, Object> media(Film film) {
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
                        film.rate().toString(),
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
        return JsonText.object(
                "OTIO_SCHEMA", "TimeRange.1",
                "start_time", time(film.firstCount() + span.start(), film.rate()),
                "duration", time(span.length(), film.rate()));
    }

    private static Map<String, Object> time(long frame, FrameRate rate) {
        return JsonText.object("OTIO_SCHEMA", "RationalTime.1", "rate", rate.perSecond(), "value", (double) frame);
    }
}
