package org.timeviper.indexer.evaluation.dataset;

import java.nio.file.Path;

/**
 * Where an annotation stands.
 *
 * @param file the file
 * @param line the line on which it begins, from 1; in a Parquet file its row, from 1
 * @param entry its key or its number, from 1, in a file whose lines may hold several; else empty
 */
public record Place(Path file, int line, String entry) {

    /** @return a place within this one */
    Place within(String inner) {
        return new Place(file, line, entry.isEmpty() ? inner : entry + ", " + inner);
    }

    @Override
    public String toString() {
        String unit = file.toString().endsWith(".parquet") ? "row" : "line";
        return file + ", " + unit + " " + line + (entry.isEmpty() ? "" : ", entry " + entry);
    }
}
