package org.timeviper.indexer.explain;

import java.util.stream.DoubleStream;

/**
 * How strongly a density is shown. It grows with the logarithm, so that an even look is seen as well as a peak.
 *
 * @param most the density that is shown most strongly, in multiples of an even look
 */
public record LookScale(double most) {

    private static final double LEAST = 4;

    /** A scale for these densities, whose end is a power of two. */
    public static LookScale of(DoubleStream densities) {
        double highest = Math.max(LEAST, densities.max().orElse(LEAST));
        return new LookScale(Math.pow(2, Math.ceil(Math.log(highest) / Math.log(2) - 1e-9)));
    }

    /** @return 0 for nothing, 1 for {@link #most} and above */
    public double strength(double density) {
        return Math.clamp(Math.log1p(density) / Math.log1p(most), 0, 1);
    }
}
