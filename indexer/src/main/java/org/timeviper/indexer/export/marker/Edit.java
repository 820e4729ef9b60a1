package org.timeviper.indexer.export.marker;

import java.util.ArrayList;
import java.util.List;

/**
 * One piece of footage on an editor's timeline, with the markers on it.
 *
 * @param film where it is taken from
 * @param span its frames of the film
 * @param label what it shows; empty for a stretch of which nothing is said
 * @param marks markers that begin in it
 */
public record Edit(Film film, FrameSpan span, Label label, List<Marker> marks) {

    public Edit {
        marks = List.copyOf(marks);
    }

    /**
     * Lays a list out as a cut. Of a whole film: the film as it is, cut where its scenes begin and end, with scenes and events as markers on the pieces. Of a selection: its
     * spans one after the other, each with its marker.
     */
    public static List<Edit> of(MarkerList list) {
        return list.whole() != null
                ? pieces(list.whole(), list.byTime())
                : list.markers().stream()
                        .map(marker -> new Edit(marker.film(), marker.span(), marker.label(), List.of(marker)))
                        .toList();
    }

    private static List<Edit> pieces(Film film, List<Marker> markers) {
        List<Edit> bare = new ArrayList<>();
        long at = 0;
        for (Marker marker : markers) {
            FrameSpan span = marker.span();
            if (marker.kind() != Marker.Kind.SCENE || span.end() <= at) {
                continue;
            }
            if (span.start() > at) {
                bare.add(new Edit(film, new FrameSpan(at, span.start()), Label.NONE, List.of()));
            }
            bare.add(new Edit(film, new FrameSpan(Math.max(at, span.start()), span.end()), marker.label(), List.of()));
            at = span.end();
        }
        if (at < film.frames()) {
            bare.add(new Edit(film, new FrameSpan(at, film.frames()), Label.NONE, List.of()));
        }
        return marked(bare, markers);
    }

    /** The pieces with the markers that begin on each; both are in the order of time, and the pieces leave no gap. */
    private static List<Edit> marked(List<Edit> pieces, List<Marker> markers) {
        List<Edit> marked = new ArrayList<>();
        int next = 0;
        for (Edit piece : pieces) {
            int first = next;
            while (next < markers.size()
                    && piece.span().holds(markers.get(next).span().start())) {
                next++;
            }
            marked.add(new Edit(piece.film(), piece.span(), piece.label(), markers.subList(first, next)));
        }
        return marked;
    }

    /** @return what it is to be called: what it shows, else its film */
    public Label name() {
        return label.isEmpty() ? film.name() : label;
    }
}
