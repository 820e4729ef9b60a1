package org.timeviper.indexer.evaluation.report;

import java.util.List;

/**
 * A number of each group of items.
 *
 * @param measure what is measured
 * @param key what groups are told apart by, for example {@code task}
 * @param rows in the order in which they are to be read
 */
public record GroupTable(String measure, String key, List<Row> rows) {

    /** @param value a share from 0 to 1; null where the group holds nothing that is measured */
    public record Row(String group, Double value, int count) {}

    public GroupTable {
        rows = List.copyOf(rows);
    }
}
