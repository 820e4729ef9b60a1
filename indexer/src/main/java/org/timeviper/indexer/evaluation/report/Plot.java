package org.timeviper.indexer.evaluation.report;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** Something that is better seen than read. Shares from 0 to 1. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Plot.Bars.class, name = "bars"),
    @JsonSubTypes.Type(value = Plot.Curve.class, name = "curve"),
    @JsonSubTypes.Type(value = Plot.Reliability.class, name = "reliability")
})
public sealed interface Plot {

    String title();

    /**
     * A bar for each label.
     *
     * @param counts how many items each bar is of
     */
    record Bars(
            String title,
            String horizontal,
            String vertical,
            List<String> labels,
            List<Double> values,
            List<Integer> counts)
            implements Plot {}

    /** A line through points. */
    record Curve(String title, String horizontal, String vertical, List<Double> x, List<Double> y) implements Plot {}

    /** How sure the model was and how often it was right, in bins of confidence; bins without answers are left out. */
    record Reliability(String title, List<Double> confidence, List<Double> accuracy, List<Integer> counts)
            implements Plot {}
}
