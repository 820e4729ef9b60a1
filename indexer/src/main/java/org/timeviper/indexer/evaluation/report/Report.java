package org.timeviper.indexer.evaluation.report;

import java.util.List;
import org.timeviper.indexer.evaluation.run.RunDescription;

/**
 * How good a model's answers to a benchmark are.
 *
 * @param title of the benchmark, as its authors write it
 * @param run what was run
 * @param items how many items the benchmark has here
 * @param answered how many were answered
 * @param failed how many could not be looked at: they count as wrong answers
 * @param notes what a reader has to know before comparing these numbers with others
 * @param paper the number that TimeViper's paper reports; null where it reports none
 * @param frames frames that the model was given for an item that it was asked, on average; 0 if it was asked nothing
 * @param secondsAnItem how long an answer took, on average, without the look at the footage
 * @param examples wrong answers, the surest first
 */
public record Report(
        String title,
        RunDescription run,
        int items,
        int answered,
        int failed,
        List<String> notes,
        PaperNumber paper,
        List<Section> sections,
        double frames,
        double secondsAnItem,
        List<Example> examples) {

    /**
     * @param measure what is measured
     * @param percent the number
     */
    public record PaperNumber(String measure, double percent) {}

    public Report {
        notes = List.copyOf(notes);
        sections = List.copyOf(sections);
        examples = List.copyOf(examples);
    }
}
