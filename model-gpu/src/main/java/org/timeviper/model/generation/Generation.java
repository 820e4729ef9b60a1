package org.timeviper.model.generation;

import java.util.List;

/**
 * What the model answered to one prompt.
 *
 * @param text the answer without lead and stop token
 * @param tokens the generated token ids, a stop token included, and without those that only repeat what was said
 * @param reason why it ended
 * @param confidence geometric mean of the probabilities that the model gave to the generated tokens, 0 to 1; 0 if there are none
 */
public record Generation(String text, List<Integer> tokens, StopReason reason, double confidence) {

    /** Copies the list. */
    public Generation {
        tokens = List.copyOf(tokens);
    }
}
