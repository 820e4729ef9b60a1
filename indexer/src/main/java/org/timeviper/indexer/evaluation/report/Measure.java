package org.timeviper.indexer.evaluation.report;

/**
 * One number.
 *
 * @param name as the field calls it
 * @param value null where there is nothing to measure
 * @param low where the middle 95 % of bootstrapped means begin; null where that was not asked for
 * @param high where they end; null where that was not asked for
 * @param count of how many items it is
 * @param unit how it is to be read
 */
public record Measure(String name, Double value, Double low, Double high, int count, Unit unit) {

    /** How a number is to be read. */
    public enum Unit {
        /** A share from 0 to 1, to be shown in percent. */
        SHARE,
        /** A number as it is. */
        NUMBER
    }

    static Measure share(String name, double value, int count) {
        return new Measure(name, finite(value), null, null, count, Unit.SHARE);
    }

    static Measure number(String name, double value, int count) {
        return new Measure(name, finite(value), null, null, count, Unit.NUMBER);
    }

    Measure between(double low, double high) {
        return new Measure(name, value, finite(low), finite(high), count, unit);
    }

    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
