package org.timeviper.indexer.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The seconds of a film along an axis, with ticks at round times.
 *
 * @param from first second
 * @param to last second, above the first
 * @param step seconds between ticks
 */
public record TimeAxis(double from, double to, double step) {

    private static final double[] STEPS = {
        0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400
    };

    /**
     * @param intervals between ticks at most, at least 1
     * @return an axis with the smallest round step that keeps to them
     */
    public static TimeAxis of(double from, double to, int intervals) {
        for (double step : STEPS) {
            if ((to - from) / step <= intervals) {
                return new TimeAxis(from, to, step);
            }
        }
        return new TimeAxis(from, to, STEPS[STEPS.length - 1] * Math.ceil((to - from) / STEPS[STEPS.length - 1]));
    }

    /** The round times on the axis. */
    public List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Where a second lies, 0 at the first and 1 at the last. */
    public double place(double seconds) {
        return (seconds - from) / (to - from);
    }

    /** A tick's label: {@code 1:05}, {@code 1:02:05}, or {@code 0:01.5} where ticks are closer than a second. */
    public String label(double seconds) {
        String tenths = tenths(seconds);
        return step < 1 ? tenths : tenths.substring(0, tenths.length() - 2);
    }

    /** A time to a tenth of a second: {@code 1:05.0}, {@code 1:02:05.5}. */
    public static String tenths(double seconds) {
        long tenths = Math.round(Math.max(0, seconds) * 10);
        long hours = tenths / 36_000;
        String rest = String.format(Locale.ROOT, "%02d.%d", tenths / 10 % 60, tenths % 10);
        return hours > 0
                ? String.format(Locale.ROOT, "%d:%02d:%s", hours, tenths / 600 % 60, rest)
                : String.format(Locale.ROOT, "%d:%s", tenths / 600, rest);
    }
}
