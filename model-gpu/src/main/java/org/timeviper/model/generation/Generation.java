package org.timeviper.model.generation;

import java.util.ArrayList;
import java.util.List;

/**
 * What the model answered to one prompt.
 *
 * @param text the answer without lead and stop token
 * @param said the generated tokens, a stop token included, and without those that only repeat what was said
 * @param reason why it ended
 */
public record Generation(String text, List<GeneratedToken> said, StopReason reason) {

    /** Copies the list. */
    public Generation {
        said = List.copyOf(said);
    }

    /** The ids of the generated tokens. */
    public List<Integer> tokens() {
        return said.stream().map(GeneratedToken::id).toList();
    }

    /** How sure the model was: geometric mean of the probabilities that it gave to the tokens, 0 to 1; 0 if there are none. */
    public double confidence() {
        return mean(said);
    }

    /**
     * How sure the model was of a part of its text: geometric mean of the probabilities of the tokens whose own text lies in it, wholly or with some characters.
     *
     * @param from the part's first character in {@link #text}
     * @param to behind its last one
     * @return 0 to 1; 0 if there are no such tokens
     */
    public double confidence(int from, int to) {
        List<GeneratedToken> part = new ArrayList<>();
        int start = 0;
        for (GeneratedToken token : said) {
            boolean silent = token.textEnd() == start; // it goes with the token that completes its character
            if (start < to && (silent ? start >= from : token.textEnd() > from)) {
                part.add(token);
            }
            start = token.textEnd();
        }
        return mean(part);
    }

    private static double mean(List<GeneratedToken> tokens) {
        double logProbability =
                tokens.stream().mapToDouble(GeneratedToken::logProbability).sum();
        return tokens.isEmpty() ? 0 : Math.exp(logProbability / tokens.size());
    }
}
