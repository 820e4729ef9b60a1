package org.timeviper.indexer.command;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.timeviper.indexer.explain.TimeAxis;

/** Seconds in the form in which a person reads them. */
final class Timecode {

    private static final Pattern WRITTEN =
            Pattern.compile("(?:(?:(\\d{1,4}):)?(\\d{1,4}):)?(\\d{1,9}(?:\\.\\d{1,9})?)");

    private Timecode() {}

    /**
     * Reads a place in a film as a person writes it: {@code 12.5}, {@code 2:03} or {@code 1:02:03.4}.
     *
     * @return seconds
     * @throws CommandFailure if it is none
     */
    static double seconds(String written) {
        Matcher parts = WRITTEN.matcher(written);
        if (!parts.matches()) {
            throw new CommandFailure("'" + written
                    + "' is no time in a film: give seconds (12.5), or minutes and hours too (1:02:03.4).");
        }
        return 3600 * whole(parts.group(1)) + 60 * whole(parts.group(2)) + Double.parseDouble(parts.group(3));
    }

    private static int whole(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

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
