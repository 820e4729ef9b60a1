package org.timeviper.indexer.export.marker;

import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.timeviper.indexer.media.FrameRate;

/**
 * Markers as an editing system can take them: films of rates that none has, 12.5 or 179/6 frames a second, are counted at a usual one, and their markers lie on those of its
 * frames that come nearest in time. Markers that follow each other still do, where they last at least a frame there.
 */
public final class EditorsCount {

    private final MarkerList list;
    private final Map<Film, FrameRate> rates = new HashMap<>();

    private EditorsCount(MarkerList given) {
        Map<Film, Film> counted = new HashMap<>();
        for (Film film : given.films()) {
            Film usual = film.atUsualRate();
            counted.put(film, usual);
            rates.put(usual, film.rate());
        }
        list = new MarkerList(
                given.title(),
                given.addresses(),
                given.whole() == null ? null : counted.get(given.whole()),
                given.markers().stream()
                        .map(marker -> moved(marker, counted.get(marker.film())))
                        .toList());
    }

    /** Counts anew what needs it. */
    public static EditorsCount of(MarkerList list) {
        return new EditorsCount(list);
    }

    private static Marker moved(Marker marker, Film to) {
        FrameRate from = marker.film().rate();
        if (to.rate().equals(from)) {
            return marker;
        }
        FrameSpan span = marker.span();
        long first = Math.min(to.rate().lasting(span.start(), from, RoundingMode.HALF_UP), to.frames() - 1);
        long end = Math.clamp(to.rate().lasting(span.end(), from, RoundingMode.HALF_UP), first + 1, to.frames());
        return new Marker(to, new FrameSpan(first, end), marker.label(), marker.kind(), marker.confidence());
    }

    /** @return the markers, on films of usual rates */
    public MarkerList list() {
        return list;
    }

    /** @return frames a second that a film of this list really has */
    public FrameRate rate(Film film) {
        return rates.get(film);
    }

    /** @return what is to be told with a film of this list that is counted at another rate than its own; empty for any other */
    public Optional<String> remark(Film film) {
        return rate(film).equals(film.rate())
                ? Optional.empty()
                : Optional.of("Frame rate " + rate(film) + " is counted at " + film.rate());
    }
}
