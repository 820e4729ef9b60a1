package org.timeviper.model.task;

import java.util.Comparator;
import java.util.List;

/**
 * How a model that looks at a clip weighs the options of a choice. By letter it must choose one, though the clip may not show what is asked about; asked the question alone, it may say
 * so, which tells whether this clip of a film is the one to go by.
 *
 * @param letters of each option the probability of its letter, 1 in all
 * @param shown how likely it says anything but that it does not see that, 0 to 1
 */
public record OptionWeights(List<Double> letters, double shown) {

    public OptionWeights {
        letters = List.copyOf(letters);
    }

    /** @return of the clips of a film the one that most likely shows what is asked about and is sure of a letter; the first of several */
    static OptionWeights surest(List<OptionWeights> clips) {
        return clips.stream()
                .sorted(Comparator.comparingDouble(OptionWeights::confidence).reversed())
                .findFirst()
                .orElseThrow();
    }

    /** @return the place of the likeliest option; the first of several */
    int best() {
        int best = 0;
        for (int i = 1; i < letters.size(); i++) {
            if (letters.get(i) > letters.get(best)) {
                best = i;
            }
        }
        return best;
    }

    /** @return how likely it is that the clip shows what is asked about and that the best option is right, uncalibrated */
    double confidence() {
        return shown * letters.get(best());
    }
}
