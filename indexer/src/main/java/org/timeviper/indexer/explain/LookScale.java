package org.timeviper.indexer.explain;

import java.util.Arrays;

/**
 * How strongly a density is shown. It grows with the logarithm, so that an even look is seen as well as a peak.
 *
 * @param most the density that is shown most strongly, in multiples of an even look
 */
public record LookScale(double most) {

    private static final double LEAST = 4;

    /** A scale for what each layer looks at, whose end is a power of two. */
    public static LookScale of(LookColumns columns) {
        double highest = columns.explanation().layers().stream()
                .flatMapToDouble(layer -> Arrays.stream(columns.densities(layer)))
                .reduce(LEAST, Math::max);
        return new LookScale(Math.pow(2, Math.ceil(Math.log(highest) / Math.log(2) - 1e-9)));
    }

    /** @return 0 for nothing, 1 for {@link #most} and above */
    public double strength(double density) {
        return Math.clamp(Math.log1p(density) / Math.log1p(most), 0, 1);
    }
}
