package org.timeviper.model.task;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How a model that looks at a clip weighs the options of a choice. It is asked twice: to choose by letter, where it must choose though the clip may not show what is asked about;
 * and the question alone, where it may say so. What it would answer then tells which option is right, and also whether this clip is the one to go by.
 *
 * @param chosen of each option the probability of its letter, 1 in all
 * @param said of each option the probability that it is the answer, word for word, to the question alone; all that is missing from 1 are other answers
 */
public record OptionWeights(List<Double> chosen, List<Double> said) {

    /** Where no option is said anywhere, all clips count alike. */
    private static final double LEAST = 1e-9;

    public OptionWeights {
        chosen = List.copyOf(chosen);
        said = List.copyOf(said);
    }

    /**
     * What the clips of a film come to: each counts by how likely it answers the question alone with one of the options; in each, letter and words count alike.
     *
     * @param clips at least one, all of the same options
     * @return of each option its probability, 1 in all
     */
    static double[] together(List<OptionWeights> clips) {
        double[] sums = IntStream.range(0, clips.getFirst().chosen().size())
                .mapToDouble(option ->
                        clips.stream().mapToDouble(clip -> clip.weight(option)).sum())
                .toArray();
        double all = DoubleStream.of(sums).sum();
        return DoubleStream.of(sums).map(sum -> sum / all).toArray();
    }

    private double weight(int option) {
        double shows = said.stream().mapToDouble(Double::doubleValue).sum() + LEAST;
        return shows * chosen.get(option) + said.get(option);
    }
}
