package org.timeviper.indexer.export.format;

import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Marker;
import org.timeviper.indexer.export.marker.MarkerList;

/** SubRip subtitles. The format knows no escapes: what players take for markup is written with letters that look alike. */
final class SubRip implements MarkerWriter {

    /** Readers of lines stop at some length. */
    private static final int LONGEST_LINE = 200;

    @Override
    public String write(MarkerList list) {
        Film film = list.onlyFilm("SubRip");
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (Marker marker : list.byTime()) {
            text.append(++number)
                    .append("\r\n")
                    .append(ClockTime.of(film.seconds(marker.span().start()), ','))
                    .append(" --> ")
                    .append(ClockTime.of(film.seconds(marker.span().end()), ','))
                    .append("\r\n")
                    .append(plain(String.join("\r\n", marker.label().lines(LONGEST_LINE))))
                    .append("\r\n\r\n");
        }
        return text.toString();
    }

    private static String plain(String text) {
        return text.replace('<', '‹')
                .replace('>', '›')
                .replace('{', '(')
                .replace('}', ')')
                .replace('\\', '/');
    }
}
