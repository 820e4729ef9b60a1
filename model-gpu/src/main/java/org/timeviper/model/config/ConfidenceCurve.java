package org.timeviper.model.config;

import java.util.List;

/**
 * What a model's probabilities come to: of answers that it gave with a raw confidence, the share that was right. Straight between two points, and flat before the first and
 * behind the last.
 *
 * @param points by rising raw confidence; none where nothing is known, and then a confidence is taken as it is
 */
public record ConfidenceCurve(List<Point> points) {

    /** Takes every confidence as it is. */
    public static final ConfidenceCurve IDENTITY = new ConfidenceCurve(List.of());

    /**
     * A place that the curve goes through.
     *
     * @param raw geometric mean of the probabilities of an answer's tokens, 0 to 1
     * @param calibrated the share of such answers that is right, 0 to 1
     */
    public record Point(double raw, double calibrated) {

        /** @throws IllegalArgumentException if a number is not between 0 and 1 */
        public Point {
            if (!(raw >= 0 && raw <= 1 && calibrated >= 0 && calibrated <= 1)) {
                throw new IllegalArgumentException(
                        "a list of points [raw, calibrated] between 0 and 1, which [%s, %s] is not"
                                .formatted(raw, calibrated));
            }
        }
    }

    /** @throws IllegalArgumentException if the raw confidences do not rise, or the calibrated ones fall */
    public ConfidenceCurve {
        points = List.copyOf(points);
        for (int i = 1; i < points.size(); i++) {
            Point before = points.get(i - 1);
            Point point = points.get(i);
            if (!(before.raw() < point.raw() && before.calibrated() <= point.calibrated())) {
                throw new IllegalArgumentException(
                        "a list of points whose first numbers rise and whose second ones do not fall, unlike [%s, %s] and [%s, %s]"
                                .formatted(before.raw(), before.calibrated(), point.raw(), point.calibrated()));
            }
        }
    }

    /**
     * @param raw 0 to 1
     * @return the calibrated confidence, 0 to 1; of a higher raw confidence it is never lower
     */
    public double at(double raw) {
        if (points.isEmpty()) {
            return raw;
        }
        Point before = points.getFirst();
        for (Point point : points) {
            if (raw <= point.raw()) {
                double share = point.raw() == before.raw() ? 1 : (raw - before.raw()) / (point.raw() - before.raw());
                return before.calibrated() + share * (point.calibrated() - before.calibrated());
            }
            before = point;
        }
        return before.calibrated();
    }
}
