package org.timeviper.indexer.command;

import java.util.Locale;
import org.timeviper.indexer.explain.TimeAxis;

/** Seconds in the form in which a person reads them. */
final class Timecode {

    private Timecode() {}

    /** @return a place in a film, {@code 1:02:03.4} or {@code 2:03.4} */
    static String at(double seconds) {
        return TimeAxis.tenths(seconds);
    }

    /** @return a stretch of a film, {@code 0:03.0–0:09.5} */
    static String span(double start, double end) {
        return at(start) + "–" + at(end);
    }

    /** @return a duration, {@code 42 s}, {@code 3 min 20 s} or {@code 2 h 5 min} */
    static String duration(double seconds) {
        long whole = Math.round(Math.max(0, seconds));
        if (whole < 60) {
            return seconds < 10 ? String.format(Locale.ROOT, "%.1f s", Math.max(0, seconds)) : whole + " s";
        }
        if (whole < 3600) {
            return "%d min %d s".formatted(whole / 60, whole % 60);
        }
        return "%d h %d min".formatted(whole / 3600, whole % 3600 / 60);
    }
}
