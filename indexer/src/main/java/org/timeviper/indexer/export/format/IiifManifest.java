package org.timeviper.indexer.export.format;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.timeviper.indexer.export.marker.Chapters;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Label;
import org.timeviper.indexer.export.marker.Marker;
import org.timeviper.indexer.export.marker.MarkerList;

/**
 * A IIIF Presentation 3 manifest: a canvas a film, painted with its file, and an annotation a marker, whose target has both start and end. A whole film also has its chapters
 * as ranges.
 */
final class IiifManifest implements MarkerWriter {

    private static final String CONTEXT = "http://iiif.io/api/presentation/3/context.json";

    private static final String UNSERVED = "https://selection.invalid/";

    @Override
    public String write(MarkerList list) {
        List<Map<String, Object>> canvases = new ArrayList<>();
        list.byFilm()
                .forEach((film, markers) -> canvases.add(
                        canvas(film, markers, address(list, film) + "/canvas", film.equals(list.whole()))));
        return JsonText.file(JsonText.object(
                "@context",
                CONTEXT,
                "id",
                id(list),
                "type",
                "Manifest",
                "label",
                label(list.title()),
                "metadata",
                list.whole() == null ? null : metadata(list.whole()),
                "items",
                canvases,
                "structures",
                structures(list)));
    }

    /**
     * A whole film's is where it can be read. A selection is kept nowhere, and so is none of the service's addresses: its name comes from what it holds. The standard takes no {@code urn:uuid},
     * but an address; one below {@code .invalid} is known never to be anybody's (RFC 6761), so that nobody looks for it there.
     */
    private static String id(MarkerList list) {
        return list.whole() != null
                ? address(list, list.whole()) + "/export?format=iiif"
                : UNSERVED + UUID.nameUUIDFromBytes(list.markers().toString().getBytes(StandardCharsets.UTF_8));
    }

    private static URI address(MarkerList list, Film film) {
        return list.addresses().service().resolve("v1/videos/" + film.id());
    }

    private static Map<String, Object> label(Label text) {
        return Map.of("none", List.of(text.text()));
    }

    /** What is said of a film, for viewers to show beside it; null for nothing. */
    private static List<Map<String, Object>> metadata(Film film) {
        List<Map<String, Object>> pairs = new ArrayList<>();
        film.metadata()
                .forEach((key, value) ->
                        pairs.add(JsonText.object("label", label(new Label(key)), "value", label(new Label(value)))));
        return pairs.isEmpty() ? null : pairs;
    }

    /** @param whole whether the manifest is of this film alone, and has its metadata */
    private static Map<String, Object> canvas(Film film, List<Marker> markers, String id, boolean whole) {
        List<Map<String, Object>> annotations = new ArrayList<>();
        for (Marker marker : markers) {
            annotations.add(annotation(marker, id, annotations.size() + 1));
        }
        return JsonText.object(
                "id",
                id,
                "type",
                "Canvas",
                "label",
                label(film.name()),
                "metadata",
                whole ? null : metadata(film),
                "duration",
                film.seconds(film.frames()),
                "width",
                size(film.width()),
                "height",
                size(film.height()),
                "items",
                List.of(page(id + "/page", List.of(painting(film, id)))),
                "annotations",
                List.of(page(id + "/annotations", annotations)));
    }

    private static Integer size(int pixels) {
        return pixels > 0 ? pixels : null;
    }

    private static Map<String, Object> page(String id, List<Map<String, Object>> items) {
        return JsonText.object("id", id, "type", "AnnotationPage", "items", items);
    }

    private static Map<String, Object> painting(Film film, String canvas) {
        return JsonText.object(
                "id",
                canvas + "/painting",
                "type",
                "Annotation",
                "motivation",
                "painting",
                "body",
                JsonText.object(
                        "id", film.media().toString(),
                        "type", "Video",
                        "format", film.mediaType(),
                        "duration", film.seconds(film.frames()),
                        "width", size(film.width()),
                        "height", size(film.height())),
                "target",
                canvas);
    }

    private static Map<String, Object> annotation(Marker marker, String canvas, int number) {
        return JsonText.object(
                "id",
                canvas + "/annotations/" + number,
                "type",
                "Annotation",
                "motivation",
                "commenting",
                "body",
                JsonText.object(
                        "type",
                        "TextualBody",
                        "format",
                        "text/plain",
                        "value",
                        marker.label().text()),
                "target",
                canvas + MediaFragment.of(marker));
    }

    private static List<Map<String, Object>> structures(MarkerList list) {
        List<Marker> chapters = list.whole() != null ? Chapters.of(list) : List.of();
        if (chapters.isEmpty()) {
            return null;
        }
        String canvas = address(list, list.whole()) + "/canvas";
        List<Map<String, Object>> ranges = new ArrayList<>();
        for (Marker chapter : chapters) {
            ranges.add(JsonText.object(
                    "id",
                    canvas + "/ranges/" + (ranges.size() + 1),
                    "type",
                    "Range",
                    "label",
                    label(new Label(chapter.label().within(Chapters.LONGEST_TITLE))),
                    "items",
                    List.of(Map.of("id", canvas + MediaFragment.of(chapter), "type", "Canvas"))));
        }
        return List.of(JsonText.object(
                "id", canvas + "/ranges/all", "type", "Range", "label", label(list.title()), "items", ranges));
    }
}
