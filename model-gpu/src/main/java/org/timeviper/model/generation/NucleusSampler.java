package org.timeviper.model.generation;

import java.util.Random;
import org.timeviper.model.decoder.NextToken;

/**
 * Draws each token from the smallest set of likeliest ones whose probabilities sum to at least {@code topP}: of the line from 0 to 1, on which they lie in falling order, by the one that a random
 * point falls into.
 *
 * <p>The ids are not sorted for that, but divided into likelier and less likely ones, again and again on the side on which the searched one is: that takes time in proportion to their number.
 * And of those only the ones that can be in the set at all. For one thread.
 */
final class NucleusSampler {
    /** Far more than what rounding changes of a logarithm: what it makes equal stays together. */
    private static final double ROUNDING = 1e-9;

    private final Sampling.Nucleus nucleus;
    private final Random random;

    /** @param random gives one number a token, from 0 to 1 */
    NucleusSampler(Sampling.Nucleus nucleus, Random random) {
        this.nucleus = nucleus;
        this.random = random;
    }

    /** The next token, with its probability among all as the model has it, at temperature 1. */
    NextToken draw(float[] logits) {
        int likeliest = Logits.likeliest(logits);
        double total = TokenWeights.sum(logits, logits[likeliest], nucleus.temperature());
        int id = Double.isNaN(total) ? likeliest : drawn(logits, logits[likeliest], total);
        return new NextToken(id, Logits.logProbability(logits, id));
    }

    private int drawn(float[] logits, double most, double total) {
        FallingOrder order = new FallingOrder(logits, most, least(logits.length, most, total), nucleus.temperature());
        int last = order.place(nucleus.topP() * total, order.size());
        double point = random.nextDouble() * order.sum(0, last + 1);
        return order.id(order.place(Math.nextUp(point), last + 1));
    }

    /** The lowest score of an id that can be in the nucleus: all ids that have less than an equal share of what is outside of it have less than that together, and so are outside. */
    private double least(int ids, double most, double total) {
        double share = (1 - nucleus.topP()) * total / ids;
        return most + nucleus.temperature() * (Math.min(0, Math.log(share)) - ROUNDING);
    }
}
