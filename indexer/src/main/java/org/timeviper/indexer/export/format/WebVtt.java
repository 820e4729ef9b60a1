package org.timeviper.indexer.export.format;

import java.util.List;
import org.timeviper.indexer.export.marker.Chapters;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Marker;
import org.timeviper.indexer.export.marker.MarkerList;

/** WebVTT, a text track of a media element: one cue a marker, in the order of time, times in milliseconds from the first frame. */
final class WebVtt implements MarkerWriter {

    /** What the track is for, as the {@code kind} of a track element says it. */
    enum Track {
        CAPTIONS,
        CHAPTERS,
        DESCRIPTIONS,
        METADATA
    }

    private final Track track;

    WebVtt(Track track) {
        this.track = track;
    }

    @Override
    public String write(MarkerList list) {
        Film film = list.onlyFilm("WebVTT");
        StringBuilder text = new StringBuilder("WEBVTT\n\nNOTE ")
                .append(escaped(film.name().text()))
                .append(", ")
                .append(film.rate())
                .append(film.slate().variable() ? " frames a second, variable" : " frames a second")
                .append(", first frame ")
                .append(film.timecode(0))
                .append('\n');
        int number = 0;
        for (Marker marker : track == Track.CHAPTERS ? Chapters.of(list) : list.byTime()) {
            text.append('\n')
                    .append(++number)
                    .append('\n')
                    .append(ClockTime.of(film.seconds(marker.span().start()), '.'))
                    .append(" --> ")
                    .append(ClockTime.of(film.seconds(marker.span().end()), '.'))
                    .append('\n')
                    .append(content(marker))
                    .append('\n');
        }
        return text.toString();
    }

    private String content(Marker marker) {
        return switch (track) {
            case CAPTIONS, DESCRIPTIONS -> escaped(marker.label().text());
            case CHAPTERS -> escaped(marker.label().within(Chapters.LONGEST_TITLE));
            case METADATA -> metadata(marker);
        };
    }

    /** A cue's text is markup; without a {@code >} it can hold no arrow, which would begin another cue. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String metadata(Marker marker) {
        Film film = marker.film();
        return JsonText.line(JsonText.object(
                "video", film.id(),
                "kind", marker.kind().word(),
                "label", marker.label().text(),
                "frames", List.of(marker.span().start(), marker.span().end()),
                "rate", film.rate().toString(),
                "timecode",
                        List.of(
                                film.timecode(marker.span().start()),
                                film.timecode(marker.span().end())),
                "confidence", marker.confidence()));
    }
}
