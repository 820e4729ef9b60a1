package org.timeviper.model.task;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a model that looks at a clip weighs the options of a choice. By letter it must choose one, though the clip may not show what is asked about; asked the question alone, it may say
 * so, which tells whether this clip of a film is the one to go by.
 *
 * @param letters of each option the probability of its letter, 1 in all
 * @param shown how likely it says anything but that it does not see that, 0 to 1
 * @param found where the question asks for an order in time, when each thing that tells it is seen in the clip ({@link OrderQuestion#sought}); else empty
 * @param filmed whether what the clip shows is {@linkplain org.timeviper.model.VideoSession#isFilmed photographed}
 */
public record OptionWeights(List<Double> letters, double shown, List<GroundingAnswer> found, boolean filmed) {

    public OptionWeights {
        letters = List.copyOf(letters);
        found = List.copyOf(found);
    }

    /** @return of the clips of a film the one that most likely shows what is asked about and is sure of a letter; the first of several */
    static OptionWeights surest(List<OptionWeights> clips) {
        return clips.stream()
                .sorted(Comparator.comparingDouble(OptionWeights::confidence).reversed())
                .findFirst()
                .orElseThrow();
    }

    /**
     * @param clips of one film, all with things that were found
     * @return for each thing the surest moment of any clip
     */
    static List<Optional<Span>> moments(List<OptionWeights> clips) {
        return IntStream.range(0, clips.getFirst().found().size())
                .mapToObj(thing -> clips.stream()
                        .map(clip -> clip.found().get(thing))
                        .filter(found -> found.guess().isPresent())
                        .max(Comparator.comparingDouble(GroundingAnswer::confidence))
                        .flatMap(GroundingAnswer::guess))
                .toList();
    }

    /** @return the place of the likeliest option; the first of several */
    int best() {
        return best(IntStream.range(0, letters.size()).boxed().toList());
    }

    /** @return the likeliest of some options; the first of several */
    int best(List<Integer> options) {
        return options.stream()
                .sorted(Comparator.comparingDouble(letters::get).reversed())
                .findFirst()
                .orElseThrow();
    }

    /** @return how likely it is that the clip shows what is asked about and that the best option is right, uncalibrated */
    double confidence() {
        return shown * letters.get(best());
    }
}
