package org.timeviper.indexer.export.format;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Marker;
import org.timeviper.indexer.export.marker.MarkerList;

/**
 * A shot list as comma-separated values (RFC 4180), with a byte order mark, without which spreadsheets misread all but English. A cell that a spreadsheet would take for a
 * formula begins with an apostrophe instead.
 */
final class ShotList implements MarkerWriter {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final List<String> COLUMNS = List.of(
            "number",
            "video",
            "kind",
            "label",
            "start timecode",
            "end timecode",
            "start frame",
            "end frame",
            "frames",
            "start seconds",
            "end seconds",
            "frame rate",
            "variable rate",
            "reel",
            "confidence",
            "id");

    @Override
    public String write(MarkerList list) {
        StringBuilder text = new StringBuilder().append(BYTE_ORDER_MARK);
        append(text, COLUMNS.stream());
        Map<Film, String> reels = Reels.of(list.films());
        List<Marker> markers = list.whole().isPresent() ? list.byTime() : list.markers();
        int number = 0;
        for (Marker marker : markers) {
            append(text, row(++number, marker, reels.get(marker.film())));
        }
        return text.toString();
    }

    private static Stream<String> row(int number, Marker marker, String reel) {
        Film film = marker.film();
        long start = marker.span().start();
        long end = marker.span().end();
        return Stream.of(
                Integer.toString(number),
                film.name().text(),
                marker.kind().word(),
                marker.label().text(),
                film.timecode(start),
                film.timecode(end),
                Long.toString(start),
                Long.toString(end),
                Long.toString(end - start),
                film.seconds(start).toPlainString(),
                film.seconds(end).toPlainString(),
                film.rate().toString(),
                film.slate().variable() ? "yes" : "no",
                reel,
                marker.confidence() == null ? "" : String.format(java.util.Locale.ROOT, "%.3f", marker.confidence()),
                film.id());
    }

    private static void append(StringBuilder text, Stream<String> cells) {
        text.append(cells.map(ShotList::cell).collect(Collectors.joining(","))).append("\r\n");
    }

    private static String cell(String text) {
        String harmless = text.matches("(?s)[=+\\-@].*") ? "'" + text : text;
        return harmless.matches("(?s).*[\",\\r\\n].*") || !harmless.equals(harmless.strip())
                ? '"' + harmless.replace("\"", "\"\"") + '"'
                : harmless;
    }
}
