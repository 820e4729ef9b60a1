package org.timeviper.indexer.evaluation.report;

import java.util.List;

/**
 * One kind of questions.
 *
 * @param title for example "Temporal grounding"
 * @param measures the most telling one first
 */
public record Section(String title, List<Measure> measures, List<GroupTable> tables, List<Plot> plots) {

    public Section {
        measures = List.copyOf(measures);
        tables = List.copyOf(tables);
        plots = List.copyOf(plots);
    }
}
