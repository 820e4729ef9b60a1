package org.timeviper.indexer.export.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.timeviper.indexer.export.marker.Addresses;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Marker;
import org.timeviper.indexer.export.marker.MarkerList;

/**
 * schema.org's VideoObject with Clips, as JSON-LD: what a page that shows the film carries in a {@code script} element, so that search engines list its key moments. They want
 * each to lead to the page on which the film is watched, at another second than the others: of markers that begin together the longest that says something is a Clip.
 */
final class VideoObjects implements MarkerWriter {

    private static final String CONTEXT = "https://schema.org";
    private static final int LONGEST_NAME = 200;
    private static final int DESCRIBED_BY = 3;

    @Override
    public String write(MarkerList list) {
        List<Map<String, Object>> videos = new ArrayList<>();
        list.byFilm().forEach((film, markers) -> {
            markers.sort(Marker.BY_TIME);
            videos.add(video(film, markers, list.addresses()));
        });
        Map<String, Object> document = JsonText.object("@context", CONTEXT);
        if (videos.size() == 1) {
            document.putAll(videos.getFirst());
        } else {
            document.put("@graph", videos);
        }
        return JsonText.file(document);
    }

    private static Map<String, Object> video(Film film, List<Marker> markers, Addresses addresses) {
        return JsonText.object(
                "@type",
                "VideoObject",
                "@id",
                addresses.service().resolve("v1/videos/" + film.id()).toString(),
                "url",
                addresses.page().of(film),
                "name",
                film.name().text(),
                "description",
                description(film, markers),
                "thumbnailUrl",
                film.thumbnail().toString(),
                "uploadDate",
                film.cameAt().toString(),
                "duration",
                "PT" + film.seconds(film.frames()).toPlainString() + "S",
                "contentUrl",
                film.media().toString(),
                "encodingFormat",
                film.mediaType(),
                "width",
                film.width() > 0 ? film.width() : null,
                "height",
                film.height() > 0 ? film.height() : null,
                "hasPart",
                oneAStart(markers).stream()
                        .map(marker -> clip(marker, addresses))
                        .toList());
    }

    /** @param markers by time, the longest of those that begin together first */
    private static List<Marker> oneAStart(List<Marker> markers) {
        Map<Long, Marker> chosen = new LinkedHashMap<>();
        for (Marker marker : markers) {
            chosen.merge(
                    marker.span().start(),
                    marker,
                    (first, next) -> first.label().isEmpty() && !next.label().isEmpty() ? next : first);
        }
        return List.copyOf(chosen.values());
    }

    /** Search engines want one: the first that is said of the film, else its name. */
    private static String description(Film film, List<Marker> markers) {
        String said = markers.stream()
                .limit(DESCRIBED_BY)
                .map(marker -> marker.label().text())
                .collect(Collectors.joining(" "));
        return said.isEmpty() ? film.name().text() : said;
    }

    private static Map<String, Object> clip(Marker marker, Addresses addresses) {
        Film film = marker.film();
        return JsonText.object(
                "@type",
                "Clip",
                "name",
                (marker.label().isEmpty() ? film.name() : marker.label()).within(LONGEST_NAME),
                "startOffset",
                film.seconds(marker.span().start()),
                "endOffset",
                film.seconds(marker.span().end()),
                "url",
                addresses.page().at(film, marker.span()));
    }
}
