package org.timeviper.indexer.export.format;

import org.timeviper.indexer.export.marker.MarkerList;

/** Writes markers in one format. */
@FunctionalInterface
interface MarkerWriter {

    /**
     * @return the text of the file
     * @throws org.timeviper.indexer.export.marker.Unexportable when the format cannot say it
     */
    String write(MarkerList list);
}
