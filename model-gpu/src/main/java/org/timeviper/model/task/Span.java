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

    /**
     * The window of this span in whose middle another lies, as far as this one reaches.
     *
     * @param longest seconds that the window lasts; all of this span if it is shorter
     * @return within this span
     */
    public Span around(Span other, double longest) {
        double length = Math.min(longest, length());
        double middle = (other.start + other.end) / 2;
        double from = Math.clamp(Math.floor(middle - length / 2), start, end - length);
        return new Span(from, Math.min(end, from + length));
    }

    /** @return intersection over union of two spans, 0 to 1 */
    public double overlap(Span other) {
        double common = Math.min(end, other.end) - Math.max(start, other.start);
        double whole = Math.max(end, other.end) - Math.min(start, other.start);
        return whole <= 0 ? (start == other.start ? 1 : 0) : Math.max(0, common) / whole;
    }
}
