package org.timeviper.model.task;

/**
 * A stretch of time.
 *
 * @param start first second
 * @param end last second, not before the first
 */
public record Span(double start, double end) {

    /** @throws IllegalArgumentException if it ends before it starts, or is no number */
    public Span {
        if (!(start <= end)) {
            throw new IllegalArgumentException("a span cannot run from " + start + " to " + end + " s");
        }
    }

    /** @return its length in seconds */
    public double length() {
        return end - start;
    }

    /** @return intersection over union of two spans, 0 to 1 */
    public double overlap(Span other) {
        double common = Math.min(end, other.end) - Math.max(start, other.start);
        double whole = Math.max(end, other.end) - Math.min(start, other.start);
        return whole <= 0 ? (start == other.start ? 1 : 0) : Math.max(0, common) / whole;
    }
}
