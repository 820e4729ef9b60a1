package org.timeviper.indexer.evaluation.report;

import java.util.List;
import org.timeviper.indexer.evaluation.metric.ConfidenceInterval;

/** Means with their bootstrapped intervals. */
final class Intervals {

    private static final long SEED = 1;

    private Intervals() {}

    static Measure share(String name, List<Double> scores) {
        ConfidenceInterval interval = ConfidenceInterval.of(
                scores.stream().mapToDouble(Double::doubleValue).toArray(), SEED);
        return Measure.share(name, interval.mean().value(), interval.mean().count())
                .between(interval.low(), interval.high());
    }
}
