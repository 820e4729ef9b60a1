package org.timeviper.indexer.export.format;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.timeviper.indexer.export.marker.Chapters;
import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Label;
import org.timeviper.indexer.export.marker.Marker;
import org.timeviper.indexer.export.marker.MarkerList;
import org.timeviper.indexer.export.marker.Unexportable;

/**
 * Chapters for the description of a video at YouTube, which shows them when the first is at 0:00, there are three or more, and each lasts ten seconds or more. A chapter that
 * would be too short goes into the one before.
 */
final class YouTubeChapters implements MarkerWriter {

    private static final int LEAST_SECONDS = 10;
    private static final int LEAST_CHAPTERS = 3;
    private static final int LONGEST_TITLE = 100;

    private record Chapter(long second, Label title) {}

    @Override
    public String write(MarkerList list) {
        Film film = list.onlyFilm("YouTube");
        List<Chapter> chapters = longEnough(film, Chapters.of(list));
        if (chapters.size() < LEAST_CHAPTERS) {
            throw new Unexportable(
                    Unexportable.Kind.FEW_CHAPTERS,
                    Map.of("name", film.name().text()),
                    "YouTube shows chapters only where there are three or more of at least ten seconds; in "
                            + film.name().text() + " there " + (chapters.size() == 1 ? "is " : "are ") + chapters.size()
                            + ": select more spans, or take vtt-chapters.");
        }
        StringBuilder text = new StringBuilder();
        for (Chapter chapter : chapters) {
            text.append(clock(chapter.second(), chapters.getLast().second() >= 3600))
                    .append(' ')
                    .append(title(chapter))
                    .append('\n');
        }
        return text.toString();
    }

    /** Each but those after which the next, or the film's end, comes too soon; seconds are rounded down, as YouTube counts them. */
    private static List<Chapter> longEnough(Film film, List<Marker> markers) {
        List<Chapter> chapters = new ArrayList<>();
        for (int i = 0; i < markers.size(); i++) {
            Marker marker = markers.get(i);
            long second = second(film, marker.span().start());
            long next = second(
                    film, i + 1 < markers.size() ? markers.get(i + 1).span().start() : film.frames());
            if (next - second >= LEAST_SECONDS) {
                if (chapters.isEmpty() && second >= LEAST_SECONDS) {
                    chapters.add(new Chapter(0, film.name()));
                }
                chapters.add(new Chapter(chapters.isEmpty() ? 0 : second, marker.label()));
            }
        }
        return chapters;
    }

    private static long second(Film film, long frame) {
        return film.seconds(frame).setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    private static String clock(long second, boolean hours) {
        return hours
                ? String.format(Locale.ROOT, "%d:%02d:%02d", second / 3600, second / 60 % 60, second % 60)
                : String.format(Locale.ROOT, "%d:%02d", second / 60, second % 60);
    }

    /** A description may hold no angle brackets. */
    private static String title(Chapter chapter) {
        return chapter.title().within(LONGEST_TITLE).replace('<', '‹').replace('>', '›');
    }
}
