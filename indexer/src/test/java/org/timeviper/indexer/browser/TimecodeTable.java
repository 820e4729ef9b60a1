package org.timeviper.indexer.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Films;
import org.timeviper.indexer.export.marker.FrameSpan;
import org.timeviper.indexer.export.marker.TimecodeCounting;
import org.timeviper.indexer.media.FrameRate;

/**
 * How exports count the frames of a film: what a page has to show for it.
 *
 * @param rate of its frames, as the service tells it
 * @param start timecode of its first frame, as the service tells it; null for none
 * @param duration its seconds
 * @param frames frames around the borders of minutes: seconds at which they begin, and their timecode
 * @param spans seconds from and to, and the timecodes that an edit decision list has for them
 * @param labels possible and impossible timecodes, with the frame that bears them, counted from midnight; -1 for none
 */
public record TimecodeTable(
        String rate,
        String start,
        double duration,
        Map<Double, String> frames,
        List<List<Object>> spans,
        Map<String, Long> labels) {

    private static final long[] MINUTES = {1, 2, 3, 9, 10, 11, 12, 20, 21, 30, 59, 60, 61};
    private static final int AROUND = 70;
    private static final int DRAWN = 400;

    /** @return a table for each rate and way of counting that editors meet, with films that begin in the middle of a minute, at an hour, before midnight, and without timecode */
    static List<TimecodeTable> all() {
        return Stream.of(
                        film(new FrameRate(24000, 1001), "00:59:50:00"),
                        film(new FrameRate(24, 1), "23:58:30:11"),
                        film(Films.R25, "10:00:00:00"),
                        film(Films.R29_97, "00:59:50;00"),
                        film(Films.R29_97, "01:00:00:00"),
                        film(Films.R29_97, "23:59:00;02"),
                        film(Films.R29_97, null),
                        film(Films.R29_97, "00:01:00;01"),
                        film(new FrameRate(30, 1), "09:58:30:29"),
                        film(Films.R50, "00:00:00:49"),
                        film(Films.R59_94, "01:00:00;04"),
                        film(Films.R59_94, "01:00:00:00"),
                        film(new FrameRate(120, 1), null))
                .map(TimecodeTable::of)
                .toList();
    }

    private static Film film(FrameRate rate, String start) {
        return Films.film("film.mov", rate, start, rate.nearestFrame(62 * 60) + 7);
    }

    private static TimecodeTable of(Film film) {
        Map<Double, String> frames = new TreeMap<>();
        LongStream.of(MINUTES)
                .map(minute -> beginning(film, minute))
                .flatMap(frame -> LongStream.rangeClosed(frame - AROUND, frame + AROUND))
                .filter(frame -> frame >= 0 && frame < film.frames())
                .forEach(frame -> frames.put(film.seconds(frame).doubleValue(), film.timecode(frame)));
        return new TimecodeTable(
                film.rate().toString(),
                TimecodeCounting.first(film.slate()).orElse(null),
                film.seconds(film.frames()).doubleValue(),
                frames,
                spans(film),
                labels(film.counting()));
    }

    /** The frame at which a minute of the film's timecode begins, or a few behind it: every minute has a label 04. */
    private static long beginning(Film film, long minute) {
        String first = film.timecode(0);
        long clock =
                (Long.parseLong(first.substring(0, 2)) * 60 + Long.parseLong(first.substring(3, 5)) + minute) % 1440;
        String label = String.format(Locale.ROOT, "%02d:%02d:00:04", clock / 60, clock % 60);
        return Math.floorMod(
                film.counting().frame(label) - film.firstCount(),
                film.counting().framesOfDay());
    }

    /** Anywhere, and where the half of a frame decides: the nearest numbers to it from below and above, and rounded to milliseconds. */
    private static List<List<Object>> spans(Film film) {
        Random drawn = new Random(12);
        double length = film.seconds(film.frames()).doubleValue();
        List<List<Object>> spans = new ArrayList<>();
        for (int i = 0; i < DRAWN; i++) {
            double start = drawn.nextDouble() * length;
            double half = (Math.floor(drawn.nextDouble() * film.frames()) + 0.5)
                    / film.rate().perSecond();
            for (double end : new double[] {
                half, Math.nextDown(half), Math.nextUp(half), Math.round(half * 1000) / 1000.0, length, start, start + 1
            }) {
                FrameSpan span = film.nearest(start, end);
                spans.add(List.of(start, end, film.timecode(span.start()), film.timecode(span.end())));
            }
        }
        return spans;
    }

    private static Map<String, Long> labels(TimecodeCounting counting) {
        Map<String, Long> labels = new TreeMap<>();
        for (String clock : List.of(
                "00:00:00",
                "00:01:00",
                "00:09:59",
                "00:10:00",
                "12:34:00",
                "23:59:59",
                "24:00:00",
                "01:60:00",
                "01:00:60")) {
            for (int frame = 0; frame < 100; frame++) {
                String label = String.format(Locale.ROOT, "%s%c%02d", clock, counting.drop() ? ';' : ':', frame);
                labels.put(label, borneBy(counting, label));
            }
        }
        return labels;
    }

    private static long borneBy(TimecodeCounting counting, String label) {
        try {
            return counting.frame(label);
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }
}
