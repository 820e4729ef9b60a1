package org.timeviper.indexer.benchmark;

import java.util.Arrays;

/**
 * How long an operation took, in milliseconds.
 *
 * @param p50 half of the calls took no longer
 * @param p95 nineteen of twenty calls took no longer
 * @param p99 ninety-nine of a hundred calls took no longer
 * @param perSecond calls a second, over all clients
 * @param processor processor time of one call in milliseconds, of all threads: what is left when nothing waits, and what a busier machine does not change
 */
public record Latencies(double p50, double p95, double p99, double perSecond, double processor) {

    private static final double NANOSECONDS_A_MILLISECOND = 1e6;
    private static final double NANOSECONDS_A_SECOND = 1e9;

    /**
     * @param nanoseconds what each call took, at least one
     * @param elapsed nanoseconds from the first call's beginning to the last one's end
     * @param processor nanoseconds of processor time that this process took meanwhile
     */
    static Latencies of(long[] nanoseconds, long elapsed, long processor) {
        long[] sorted = nanoseconds.clone();
        Arrays.sort(sorted);
        return new Latencies(
                percentile(sorted, 50),
                percentile(sorted, 95),
                percentile(sorted, 99),
                sorted.length * NANOSECONDS_A_SECOND / elapsed,
                processor / NANOSECONDS_A_MILLISECOND / sorted.length);
    }

    /** The smallest value that as many percent of the values do not exceed. */
    private static double percentile(long[] sorted, int percent) {
        int rank = (int) Math.ceil(sorted.length * percent / 100.0);
        return sorted[rank - 1] / NANOSECONDS_A_MILLISECOND;
    }
}
