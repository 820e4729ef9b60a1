package org.timeviper.search.lucene;

/**
 * How near one query comes in meaning to captions that have nothing to do with it: what its nearness to a scene is worth is told by that.
 *
 * @param mean mean cosine to such captions
 * @param deviation standard deviation of these cosines, more than 0
 */
public record Chance(double mean, double deviation) {

    /** More than any cosine, however it was rounded. */
    private static final double BEYOND = 2;

    /** @throws IllegalArgumentException if the deviation is not more than 0, or so small or great that nearness cannot be told by it */
    public Chance {
        if (!(deviation > 0)
                || !Double.isFinite((BEYOND - mean) / deviation)
                || !Double.isFinite((-BEYOND - mean) / deviation)) {
            throw new IllegalArgumentException(
                    "Chance needs a mean and a deviation of more than 0, not " + mean + " and " + deviation + ".");
        }
    }

    /** @return how many standard deviations a cosine lies above chance */
    public double deviations(double cosine) {
        return (cosine - mean) / deviation;
    }
}
