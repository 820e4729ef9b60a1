package org.timeviper.indexer.evaluation.metric;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Precision, recall and what they come to together.
 *
 * @param precision the share of what was predicted that is right
 * @param recall the share of what is right that was predicted
 * @param f1 of one film the harmonic mean of the two; of several films the mean of theirs
 */
public record PrecisionRecall(double precision, double recall, double f1) {

    static PrecisionRecall of(double precision, double recall) {
        double sum = precision + recall;
        return new PrecisionRecall(precision, recall, sum == 0 ? 0 : 2 * precision * recall / sum);
    }

    /** @return the mean of each of the three; NaN over nothing */
    static PrecisionRecall mean(List<PrecisionRecall> films) {
        return new PrecisionRecall(
                mean(films, PrecisionRecall::precision),
                mean(films, PrecisionRecall::recall),
                mean(films, PrecisionRecall::f1));
    }

    private static double mean(List<PrecisionRecall> films, ToDoubleFunction<PrecisionRecall> part) {
        return Mean.of(films.stream().mapToDouble(part)).value();
    }
}
