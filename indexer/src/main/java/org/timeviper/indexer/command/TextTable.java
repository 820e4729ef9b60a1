package org.timeviper.indexer.command;

import java.util.ArrayList;
import java.util.List;

/** Rows whose columns stand under each other, as wide as they need to be. */
final class TextTable {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final String alignment;

    /** @param alignment one character for each column: {@code l} for left, {@code r} for right */
    TextTable(String alignment) {
        this.alignment = alignment;
    }

    TextTable row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** @return lines without line ends, and without blanks at their ends */
    List<String> lines() {
        int[] widths = new int[alignment.length()];
        rows.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String blanks = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? "" : GAP);
            line.append(alignment.charAt(i) == 'r' ? blanks + row.get(i) : row.get(i) + blanks);
        }
        return line.toString().stripTrailing();
    }
}
