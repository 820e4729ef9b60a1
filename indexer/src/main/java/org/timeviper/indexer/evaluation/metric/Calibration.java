package org.timeviper.indexer.evaluation.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether a model that says that it is 80 % sure is right in 80 of 100 cases: confidences in ten bins of equal width, and in each how sure the model was and how often it was
 * right.
 *
 * @param bins all ten, least sure first; one holds the confidences from its beginning up to, and without, its end, the last one also 1
 * @param error expected calibration error: the distance between confidence and accuracy of the bins, each weighing as many items as it holds; NaN without items
 */
public record Calibration(List<Bin> bins, double error) {

    private static final int BINS = 10;

    /** Ten points, and a grain for what rounding does to a distance of exactly ten. */
    private static final double AGREEMENT = 0.1 + 1e-9;

    /**
     * An answer.
     *
     * @param confidence the model's, 0 to 1
     * @param right whether the answer is
     */
    public record Answered(double confidence, boolean right) {}

    /**
     * Answers of much the same confidence.
     *
     * @param from least confidence
     * @param to the next bin's least confidence
     * @param count how many answers
     * @param confidence their mean confidence; NaN without answers
     * @param accuracy the share of them that is right; NaN without answers
     */
    public record Bin(double from, double to, int count, double confidence, double accuracy) {

        /** @return whether confidence and accuracy differ by ten points at most; false without answers */
        public boolean agrees() {
            return distance() <= AGREEMENT;
        }

        private double distance() {
            return Math.abs(confidence - accuracy);
        }
    }

    /** @throws IllegalArgumentException if a confidence is not between 0 and 1 */
    public static Calibration of(List<Answered> answers) {
        List<List<Answered>> sorted = new ArrayList<>();
        IntStream.range(0, BINS).forEach(i -> sorted.add(new ArrayList<>()));
        answers.forEach(answer -> sorted.get(place(answer.confidence())).add(answer));
        List<Bin> bins =
                IntStream.range(0, BINS).mapToObj(i -> bin(i, sorted.get(i))).toList();
        double error = bins.stream()
                .filter(bin -> bin.count() > 0)
                .mapToDouble(bin -> bin.distance() * bin.count())
                .sum();
        return new Calibration(bins, error / answers.size());
    }

    /**
     * @param answers how many a bin must hold before its accuracy means anything
     * @return whether confidence and accuracy agree within ten points in every bin that holds as many; false if none does, for then nothing is shown
     */
    public boolean agrees(int answers) {
        List<Bin> full =
                bins.stream().filter(bin -> bin.count() >= Math.max(1, answers)).toList();
        return !full.isEmpty() && full.stream().allMatch(Bin::agrees);
    }

    private static int place(double confidence) {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("a confidence lies between 0 and 1, not at " + confidence);
        }
        return Math.min((int) (confidence * BINS), BINS - 1);
    }

    private static Bin bin(int place, List<Answered> answers) {
        Mean confidence = Mean.of(answers.stream().mapToDouble(Answered::confidence));
        Mean accuracy = Mean.of(answers.stream().mapToDouble(answer -> answer.right() ? 1 : 0));
        return new Bin(
                (double) place / BINS, (place + 1.0) / BINS, answers.size(), confidence.value(), accuracy.value());
    }
}
