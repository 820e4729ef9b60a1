package org.timeviper.indexer.export.format;

import org.timeviper.indexer.export.marker.Marker;

/** The colours of markers on an editor's timeline: names that editing systems and OpenTimelineIO share. */
final class MarkerColour {

    private MarkerColour() {}

    static String of(Marker.Kind kind) {
        return switch (kind) {
            case SCENE -> "BLUE";
            case EVENT -> "GREEN";
            case MOMENT -> "YELLOW";
            case SELECTION -> "RED";
        };
    }
}
