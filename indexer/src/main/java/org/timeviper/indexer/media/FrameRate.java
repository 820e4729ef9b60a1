package org.timeviper.indexer.media;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Frames a second as an exact fraction in lowest terms: 23.976 is 24000/1001 and nothing else.
 *
 * @param numerator frames, positive
 * @param denominator in so many seconds, positive
 */
public record FrameRate(long numerator, long denominator) {

    /** What a rate that headers tell in passing is taken for when it comes so near, relatively; 24 and 23.976 are five times farther apart. */
    private static final double SAME = 2e-4;

    private static final long NTSC = 1001;
    private static final int[] NTSC_NOMINAL = {24, 30, 48, 60, 120};
    private static final double HIGHEST = 1000;

    /** What timecode counts and editing systems set a project to, in frames a second, in rising order. */
    public static final List<FrameRate> USUAL = DoubleStream.of(
                    23.976, 24, 25, 29.97, 30, 47.952, 48, 50, 59.94, 60, 100, 119.88, 120)
            .mapToObj(FrameRate::near)
            .toList();

    /** Up to here, each frame of a slow film is rather shown several times than at times of its own. */
    private static final double HIGHEST_REPEATING = 60;

    public FrameRate {
        if (numerator <= 0 || denominator <= 0) {
            throw new IllegalArgumentException(
                    "A frame rate is a positive fraction, not " + numerator + "/" + denominator + ".");
        }
        long common = BigInteger.valueOf(numerator)
                .gcd(BigInteger.valueOf(denominator))
                .longValueExact();
        numerator /= common;
        denominator /= common;
    }

    /**
     * @param rate frames a second as they were rounded somewhere; more than 0
     * @return the rate of film or television that is meant, else the number itself to a thousandth
     */
    public static FrameRate near(double rate) {
        if (!(rate > 0 && rate <= HIGHEST)) {
            throw new IllegalArgumentException("A frame rate is more than 0 and at most 1000, not " + rate + ".");
        }
        for (int nominal : NTSC_NOMINAL) {
            if (Math.abs(rate * NTSC / (nominal * 1000.0) - 1) < SAME) {
                return new FrameRate(nominal * 1000L, NTSC);
            }
        }
        long whole = Math.round(rate);
        return whole > 0 && Math.abs(rate / whole - 1) < SAME
                ? new FrameRate(whole, 1)
                : new FrameRate(Math.max(1, Math.round(rate * 1000)), 1000);
    }

    /** @return the rate of film or television that this one is meant for, else this one, exact as it is */
    public FrameRate cleaned() {
        FrameRate near = perSecond() <= HIGHEST ? near(perSecond()) : this;
        return near.denominator() == 1 || near.denominator() == NTSC ? near : this;
    }

    /**
     * @return this rate where editing systems have it; else the one to count its frames at there: the lowest up to 60 that shows all of them equally often, as 25 does those of
     *     12.5, else the whole one that comes nearest, of two the higher
     */
    public FrameRate usual() {
        if (USUAL.contains(this)) {
            return this;
        }
        return USUAL.stream()
                .filter(rate -> rate.perSecond() <= HIGHEST_REPEATING && rate.repeats(this))
                .findFirst()
                .orElseGet(() -> USUAL.reversed().stream()
                        .filter(rate -> rate.denominator == 1)
                        .min(Comparator.comparingDouble(rate -> Math.abs(rate.perSecond() - perSecond())))
                        .orElseThrow());
    }

    private boolean repeats(FrameRate slower) {
        double times = perSecond() / slower.perSecond();
        return times > 1 && Math.abs(times / Math.rint(times) - 1) < SAME;
    }

    /** @return frames a second, rounded */
    public double perSecond() {
        return (double) numerator / denominator;
    }

    /** @return frames that a second of timecode counts: 24 for 23.976, 30 for 29.97 */
    public int nominal() {
        return Math.toIntExact(Math.ceilDiv(numerator, denominator));
    }

    /** @return the frame that begins nearest to a second of film */
    public long nearestFrame(double seconds) {
        return new BigDecimal(seconds)
                .multiply(BigDecimal.valueOf(numerator))
                .divide(BigDecimal.valueOf(denominator), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    /** @return the second at which a frame begins, rounded up to so many decimals: who goes there sees that frame and not the one before */
    public BigDecimal seconds(long frame, int decimals) {
        return BigDecimal.valueOf(frame)
                .multiply(BigDecimal.valueOf(denominator))
                .divide(BigDecimal.valueOf(numerator), decimals, RoundingMode.CEILING);
    }

    /** @return how many frames of this rate last as long as so many of another, rounded to a whole number */
    public long lasting(long frames, FrameRate other, RoundingMode rounding) {
        return BigDecimal.valueOf(frames)
                .multiply(BigDecimal.valueOf(other.denominator))
                .multiply(BigDecimal.valueOf(numerator))
                .divide(BigDecimal.valueOf(other.numerator).multiply(BigDecimal.valueOf(denominator)), 0, rounding)
                .longValueExact();
    }

    /** @return {@code 30000/1001}, or {@code 25} */
    @Override
    public String toString() {
        return denominator == 1 ? Long.toString(numerator) : numerator + "/" + denominator;
    }
}
