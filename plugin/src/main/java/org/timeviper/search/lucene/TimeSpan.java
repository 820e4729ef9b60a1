package org.timeviper.search.lucene;

import java.util.Comparator;

/**
 * A span of a film, in whole milliseconds, so that sums and comparisons of times are exact. Both ends belong to it, and a span may have no length.
 *
 * @param startMillis first millisecond, at least 0
 * @param endMillis last millisecond, at least {@code startMillis} and at most {@value #MAX_MILLIS}
 */
public record TimeSpan(int startMillis, int endMillis) implements Timed, Comparable<TimeSpan> {

    /** The latest time there is: 555 hours. What Lucene can number as positions, in milliseconds, is little more. */
    public static final int MAX_MILLIS = 2_000_000_000;

    private static final Comparator<TimeSpan> ORDER =
            Comparator.comparingInt(TimeSpan::startMillis).thenComparingInt(TimeSpan::endMillis);

    /** @throws IllegalArgumentException if the end is before the start or a time is out of its range */
    public TimeSpan {
        if (startMillis < 0 || endMillis < startMillis || endMillis > MAX_MILLIS) {
            throw new IllegalArgumentException("A span cannot run from " + startMillis / 1000.0 + " to "
                    + endMillis / 1000.0 + " seconds: its start must be 0 or more, and its end not before its start and"
                    + " at most " + MAX_MILLIS / 1000 + ".");
        }
    }

    /**
     * Makes a span of seconds, each rounded to the millisecond.
     *
     * @param start first second
     * @param end last second
     * @throws IllegalArgumentException if the end is before the start or a time is negative, too late or no number
     */
    public static TimeSpan ofSeconds(double start, double end) {
        if (end < start) {
            throw new IllegalArgumentException("A span cannot run from " + start + " back to " + end + " seconds.");
        }
        return new TimeSpan(millis(start, "start"), millis(end, "end"));
    }

    /**
     * @param seconds a time or a length
     * @param name what to call it in an error
     * @return the same in milliseconds, rounded
     * @throws IllegalArgumentException if it is negative, too great or no number
     */
    static int millis(double seconds, String name) {
        if (!(seconds >= 0 && seconds <= MAX_MILLIS / 1000)) {
            throw new IllegalArgumentException(
                    "The " + name + " is " + seconds + " seconds: it must be between 0 and " + MAX_MILLIS / 1000 + ".");
        }
        return (int) Math.round(seconds * 1000);
    }

    /** @return first second */
    public double start() {
        return startMillis / 1000.0;
    }

    /** @return last second */
    public double end() {
        return endMillis / 1000.0;
    }

    /** @return its length in milliseconds */
    public int lengthMillis() {
        return endMillis - startMillis;
    }

    /** @return whether the other span lies entirely inside this one; a span contains itself */
    public boolean contains(TimeSpan other) {
        return startMillis <= other.startMillis && other.endMillis <= endMillis;
    }

    /** @return the milliseconds between two spans; 0 if they touch or share time */
    public int gapMillis(TimeSpan other) {
        return Math.max(0, Math.max(other.startMillis - endMillis, startMillis - other.endMillis));
    }

    /** @return whether the two share time, or touch if either has no length */
    public boolean sharesTimeWith(TimeSpan other) {
        int shared = Math.min(endMillis, other.endMillis) - Math.max(startMillis, other.startMillis);
        return shared > 0 || shared == 0 && (lengthMillis() == 0 || other.lengthMillis() == 0);
    }

    /** @return from the first of the two starts to the last of the two ends */
    public TimeSpan hull(TimeSpan other) {
        return new TimeSpan(Math.min(startMillis, other.startMillis), Math.max(endMillis, other.endMillis));
    }

    @Override
    public TimeSpan span() {
        return this;
    }

    /** Orders by start, then by end. */
    @Override
    public int compareTo(TimeSpan other) {
        return ORDER.compare(this, other);
    }
}
