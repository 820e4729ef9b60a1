package org.timeviper.indexer.export.format;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Marker;
import org.timeviper.indexer.export.marker.MarkerList;

/**
 * A shot list as comma-separated values (RFC 4180), with a byte order mark, without which spreadsheets misread all but English. What a spreadsheet would take for a formula
 * gets an apostrophe before it, also behind a semicolon or a comma in a cell: where numbers are written with a comma, spreadsheets part cells at semicolons, and what follows
 * one is a cell of its own there.
 */
final class ShotList implements MarkerWriter {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** What begins a formula, in full width too, at the start of a cell or of what some spreadsheet takes for one. */
    private static final Pattern FORMULA = Pattern.compile("((?:^|[;,])[\\s\"]*)([=+\\-@＝＋－＠])");

    private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",;\\r\\n]|^\\s|\\s$");

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
        List<Marker> markers = list.whole() != null ? list.byTime() : list.markers();
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
                marker.confidence() == null ? "" : String.format(Locale.ROOT, "%.3f", marker.confidence()),
                film.id());
    }

    private static void append(StringBuilder text, Stream<String> cells) {
        text.append(cells.map(ShotList::cell).collect(Collectors.joining(","))).append("\r\n");
    }

    private static String cell(String text) {
        String harmless = FORMULA.matcher(text).replaceAll("$1'$2");
        return NEEDS_QUOTES.matcher(harmless).find() ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }
}
