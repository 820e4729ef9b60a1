package org.timeviper.indexer.export.format;

import org.timeviper.indexer.export.marker.Film;
import org.timeviper.indexer.export.marker.Marker;

/** The span of a marker as a W3C media fragment: {@code #t=1.2,4.56}, seconds from the first frame; its end is the moment at which the frame after the last begins. */
final class MediaFragment {

    private MediaFragment() {}

    static String of(Marker marker) {
        Film film = marker.film();
        return "#t=" + film.seconds(marker.span().start()).toPlainString() + ","
                + film.seconds(marker.span().end()).toPlainString();
    }
}
