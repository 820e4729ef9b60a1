package org.timeviper.indexer.export.format;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Marker;
import org.timeviper.indexer.export.marker.MarkerList;

/**
 * schema.org's VideoObject with a Clip a marker, as JSON-LD: what a page that shows the film carries in a {@code script} element, so that search engines list its key moments.
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
            videos.add(video(film, markers, list.address()));
        });
        Map<String, Object> document = JsonText.object("@context", CONTEXT);
        if (videos.size() == 1) {
            document.putAll(videos.getFirst());
        } else {
            document.put("@graph", videos);
        }
        return JsonText.file(document);
    }

    private static Map<String, Object> video(Film film, List<Marker> markers, URI address) {
        return JsonText.object(
                "@type",
                "VideoObject",
                "@id",
                address.resolve("v1/videos/" + film.id()).toString(),
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
                markers.stream().map(VideoObjects::clip).toList());
    }

    /** Search engines want one: the first that is said of the film, else its name. */
    private static String description(Film film, List<Marker> markers) {
        String said = markers.stream()
                .limit(DESCRIBED_BY)
                .map(marker -> marker.label().text())
                .collect(Collectors.joining(" "));
        return said.isEmpty() ? film.name().text() : said;
    }

    private static Map<String, Object> clip(Marker marker) {
        Film film = marker.film();
        return JsonText.object(
                "@type",
                "Clip",
                "name",
                marker.label().within(LONGEST_NAME),
                "startOffset",
                film.seconds(marker.span().start()),
                "endOffset",
                film.seconds(marker.span().end()),
                "url",
                film.media() + MediaFragment.of(marker));
    }
}
