package org.timeviper.model.explain;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.timeviper.model.config.LayerKind;

/**
 * How one layer shares out its weight; see {@link HeadProfile}.
 *
 * @param layer by its published number, from 0: of a transformer, the block
 * @param kind attention (rows of the softmax) or Mamba (rows of |M|, each divided by its sum)
 * @param visualTokens visual tokens that dropping has left here
 * @param heads in order
 */
public record LayerProfile(int layer, LayerKind kind, int visualTokens, List<HeadProfile> heads) {

    /** Copies the list. */
    public LayerProfile {
        heads = List.copyOf(heads);
    }

    /** The mean over heads of one of their measures. */
    public double mean(ToDoubleFunction<HeadProfile> measure) {
        return heads.stream().mapToDouble(measure).average().orElse(0);
    }

    /** The share of the frames. */
    public double vision() {
        return mean(HeadProfile::vision);
    }

    /** The weight of each frame of the clip; they sum to {@link #vision()}. */
    public double[] frames() {
        double[] mean = new double[heads.getFirst().frames().length];
        for (HeadProfile head : heads) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += (double) head.frames()[i] / heads.size();
            }
        }
        return mean;
    }

    /** How many heads are of a kind. */
    public int count(HeadKind headKind) {
        return (int) heads.stream().filter(head -> head.kind() == headKind).count();
    }

    /** How many heads have a sink. */
    public int sinks() {
        return (int) heads.stream().filter(HeadProfile::hasSink).count();
    }
}
